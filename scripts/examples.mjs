// Writes what the compiler makes of the examples into their folders `expected`, which the tests
// compare with. Read the diff before you commit it.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const outfile = resolve('.bench', 'examples.mjs');
await build({
  entryPoints: ['src/core/testing/examples.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  banner: {
    js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);"
  },
  logLevel: 'error'
});
const { expectedFiles } = await import(pathToFileURL(outfile).href);

for (const entry of readdirSync('examples', { withFileTypes: true })) {
  if (!entry.isDirectory()) {
    continue;
  }
  const { name } = entry;
  const content = JSON.parse(
    readFileSync(join('examples', name, `${name}.ipynb`), 'utf8')
  );
  const folder = join('examples', name, 'expected');
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(
    expectedFiles(content, `${name}.ipynb`)
  )) {
    writeFileSync(join(folder, file), text);
    console.log(join(folder, file));
  }
}
