// Writes what is made from other sources of the project:
//   schema/*.json                     from the TypeBox schemas of src/core and src/engine
//   src/core/targets/runtime.gen.ts   the Python runtime as a compressed zip, for pods
import { build } from 'esbuild';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = 'python-shim/kalette';
// The earliest time that a zip file can name: equal sources give equal bytes.
const EPOCH = new Date(1980, 0, 1);

function pythonFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name === '__pycache__' ? [] : pythonFiles(path);
      }
      return entry.name.endsWith('.py') ? [path] : [];
    });
}

function runtimeZip() {
  const files = [
    join(PACKAGE, '__init__.py'),
    ...pythonFiles(`${PACKAGE}/runtime`)
  ];
  const entries = files.map(path => [
    path.slice('python-shim/'.length),
    [strToU8(readFileSync(path, 'utf8')), { mtime: EPOCH, level: 0 }]
  ]);
  // Compressed as a whole, as the files are small and much alike: a pod's command has little room.
  const zip = zipSync(Object.fromEntries(entries));
  const packed = gzipSync(zip, { mtime: 0, level: 9 });
  return Buffer.from(packed).toString('base64');
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}

async function schemas() {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { PipelineSchema } from './src/core/pipeline/schema';
        export { StepPlanSchema } from './src/core/pipeline/plan-schema';
        export { WorkerSchema } from './src/engine/workers/protocol';
      `,
      resolveDir: '.'
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node'
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

const { PipelineSchema, StepPlanSchema, WorkerSchema } = await schemas();
const draft = { $schema: 'https://json-schema.org/draft/2020-12/schema' };
const json = schema => `${JSON.stringify({ ...draft, ...schema }, null, 2)}\n`;

write('schema/pipeline.json', json(PipelineSchema));
write('schema/plan.json', json(StepPlanSchema));
write('schema/worker.json', json(WorkerSchema));
write(
  'src/core/targets/runtime.gen.ts',
  `// Made by scripts/generate.mjs from ${PACKAGE}/runtime; do not edit.\n` +
    `export const RUNTIME_ZIP =\n  '${runtimeZip()}';\n`
);
