const jupyterlabPreset = require('@jupyterlab/testutils/lib/jest-config');

// Our Python is started hundreds of times, and would be compiled anew each time.
delete process.env.PYTHONDONTWRITEBYTECODE;

// Packages published as ES modules only, which Jest must transpile.
const esModules = [
  '@codemirror',
  '@jupyter/',
  '@jupyterlab/',
  '@lumino/',
  '@microsoft/fast',
  '@noble/hashes',
  'eventsource-parser',
  'exenv-es6',
  'lib0',
  'nanoid',
  'uuid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yaml/browser',
  'yjs'
].join('|');

const tsJest = ['ts-jest', { tsconfig: 'tsconfig.jest.json' }];

// Build products carry a copy of package.json; Jest must not see it twice.
const modulePathIgnorePatterns = [
  'python-shim',
  'ui-tests',
  'lib',
  '\\.venv'
].map(folder => `<rootDir>/${folder}/`);

// Options that only the top level may carry are dropped from the preset.
const {
  reporters,
  coverageReporters,
  coverageDirectory,
  testRegex,
  testTimeout,
  ...lab
} = jupyterlabPreset(__dirname);

module.exports = {
  testTimeout,
  coverageReporters: ['lcov', 'text-summary'],
  projects: [
    {
      displayName: 'core',
      rootDir: __dirname,
      modulePathIgnorePatterns,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/src/{core,client,engine,cli}/**/*.spec.ts'],
      // Jest 29 strips the prefix of built-in modules, which this one needs.
      moduleNameMapper: {
        '^node:sqlite$': '<rootDir>/scripts/jest/node-sqlite.js'
      },
      transform: {
        '\\.tsx?$': tsJest,
        '\\.m?js$': [
          'babel-jest',
          { plugins: ['@babel/plugin-transform-modules-commonjs'] }
        ]
      },
      transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
    },
    {
      ...lab,
      displayName: 'lab',
      rootDir: __dirname,
      modulePathIgnorePatterns,
      testMatch: ['<rootDir>/src/lab/**/*.spec.{ts,tsx}'],
      transform: { ...lab.transform, '^.+\\.tsx?$': tsJest },
      transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
    }
  ]
};
