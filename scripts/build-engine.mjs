// Bundles the engine and the command line, which are one program, for Node.
import { parseArgs } from 'node:util';

import { context } from 'esbuild';

const { watch, outdir, main } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    // Tests bundle a program of their own.
    main: { type: 'string', default: 'src/cli/main.ts' },
    outdir: { type: 'string', default: 'python-shim/kalette/engine' }
  }
}).values;

const build = await context({
  entryPoints: {
    main,
    'store-thread': 'src/engine/store/thread-main.ts'
  },
  outdir,
  outExtension: { '.js': '.mjs' },
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  splitting: true,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: !watch,
  legalComments: 'none',
  metafile: true,
  tsconfig: 'tsconfig.engine.json',
  // Bundled CommonJS packages call require() of Node's own modules.
  banner: {
    js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);"
  },
  logLevel: 'warning'
});

if (watch) {
  await build.watch();
} else {
  const { metafile } = await build.rebuild();
  const bytes = Object.values(metafile.outputs)
    .map(output => output.bytes)
    .reduce((sum, size) => sum + size, 0);
  console.log(`engine: ${(bytes / 1e6).toFixed(2)} MB`);
  await build.dispose();
}
