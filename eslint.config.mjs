import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-plugin-prettier/recommended';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// The rooms of core, from the ground up: each may import those before it.
const CORE = [
  'notebook',
  'python',
  'flow',
  'pipeline',
  'targets',
  'study',
  'view'
];

const HOST = ['@jupyterlab/*', '@lumino/*', '@codemirror/*', 'react'];
const SERVER = ['node:*', 'hono', 'hono/*', '@hono/*', 'commander'];

const forbid = (...patterns) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: patterns.map(group => ({
        group: [group],
        message: 'Imports only point downward: see ARCHITECTURE.md.'
      }))
    }
  ]
});

const layers = (...folders) =>
  folders.flatMap(name => [`**/${name}`, `**/${name}/**`]);

const coreRooms = CORE.map((room, place) => ({
  files: [`src/core/${room}/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: forbid(
    ...HOST,
    ...SERVER,
    ...layers('lab', 'client', 'engine', 'cli'),
    // Runs are shown by the views, which stand on top; nothing below knows of them.
    ...layers(
      ...(room === 'view' ? [] : ['api']),
      ...CORE.slice(place + 1)
    ).map(path => `..${path.slice(2)}`)
  )
}));

// Every rule of JupyterLab's own plugin that is on is an error, where it has a meaning.
const LAB = ['src/index.ts', 'src/lab/**/*.{ts,tsx}'];
const TESTS = ['**/*.spec.{ts,tsx}', '**/testing/**'];
const jupyterAsErrors = jupyter.configs.recommended.map(config => ({
  ...config,
  // Tests translate nothing, and what they make goes with them.
  ignores: [...(config.ignores ?? []), ...TESTS],
  files: config.files.includes('**/*.ts') ? LAB : config.files,
  rules: Object.fromEntries(
    Object.entries(config.rules).map(([rule, level]) => [
      rule,
      level === 'off' ? 'off' : 'error'
    ])
  )
}));

export default defineConfig([
  {
    ignores: [
      '**/node_modules',
      '**/*.js',
      '**/*.d.ts',
      '**/*.gen.ts',
      '**/.*/',
      'demo',
      'lib',
      'coverage',
      'dist',
      'build',
      'python-shim',
      'ui-tests/test-results'
    ]
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports' }
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'prefer-arrow-callback': 'error'
    }
  },
  { plugins: { jupyter } },
  jupyterAsErrors,
  {
    files: LAB,
    languageOptions: { globals: globals.browser },
    rules: {
      ...forbid('node:*', ...layers('engine', 'cli')),
      // Needed as soon as a notebook is open: fetching them later would only delay that.
      'jupyter/prefer-lazy-imports': [
        'error',
        {
          ignoreImports: [
            './connect',
            './pipeline-model',
            './cell-decorator',
            './status-item'
          ]
        }
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ]
    }
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      ...forbid(
        ...HOST,
        ...SERVER,
        ...layers('lab', 'client', 'engine', 'cli')
      ),
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'process',
        'fetch',
        'Date'
      ]
    }
  },
  ...coreRooms,
  {
    files: ['src/client/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: forbid(...HOST, ...SERVER, ...layers('lab', 'engine', 'cli'))
  },
  {
    files: ['src/engine/**/*.ts'],
    languageOptions: { globals: globals.node },
    rules: forbid(...HOST, ...layers('lab', 'client', 'cli'))
  },
  {
    files: ['src/cli/**/*.ts'],
    languageOptions: { globals: globals.node },
    rules: forbid(...HOST, ...layers('lab'))
  },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    languageOptions: { globals: globals.node }
  },
  {
    // Hands functions to the page that it drives.
    files: ['scripts/bench/typing.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } }
  },
  prettier
]);
