// Compiles notebooks for the fuzzer: each line of standard input is a JSON array of notebooks,
// each line of standard output the JSON array of what was found in them:
//   { urgent: [{ code, message }], cells, steps }, the last two as kalette.verify reads them.
import { build } from 'esbuild';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const outfile = resolve('.bench', `fuzz-plans-${process.pid}.mjs`);
await build({
  stdin: {
    contents: `
      export { createAnalyser } from './src/core/analyse';
      export { verifiedNotebook } from './src/engine/verify/request';
    `,
    resolveDir: '.'
  },
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error'
});
const { createAnalyser, verifiedNotebook } = await import(
  pathToFileURL(outfile).href
);

function compiled(cells) {
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ tags, source }, i) => ({
      id: `cell-${i}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
  const { pipeline, diagnostics, notebook } = createAnalyser().analyse(
    content,
    { name: 'fuzz.ipynb' }
  );
  return {
    urgent: diagnostics
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, message }) => ({ code, message })),
    ...(pipeline
      ? verifiedNotebook(notebook, pipeline)
      : { cells: [], steps: [] })
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(JSON.parse(line).map(compiled)));
}
