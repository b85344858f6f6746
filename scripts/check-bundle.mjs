// Fails when a production bundle ships a package that is not on the list, above all one that the
// host already shares (React, Lumino, JupyterLab, yjs, vega), grows beyond its limits, or has a
// worker without the line that has its functions compiled early.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { HINT, WORKER } from './worker-hint.mjs';

const ALLOWED = new Set([
  'css-loader',
  'style-loader',
  // For the analysis in a worker.
  'comlink',
  // For the documents of Kubeflow Pipelines: digests, archives and YAML; loaded at an export.
  '@noble/hashes',
  '@scure/base',
  'fflate',
  'yaml',
  // For files that differ; loaded with the first of them.
  'diff',
  // For the events of a run.
  'eventsource-parser'
]);
/** Bytes of all scripts together, as they are; of the largest one, as it is sent. */
const LIMITS = { all: 1_140_000, largest: 114_000 };
const folder = 'python-shim/kalette/labextension/static';

const scripts = readdirSync(folder)
  .filter(name => name.endsWith('.js'))
  .map(name => readFileSync(join(folder, name)));
const all = scripts.reduce((sum, { length }) => sum + length, 0);
const largest = Math.max(...scripts.map(text => gzipSync(text).length));
const { packages } = JSON.parse(
  readFileSync(join(folder, 'third-party-licenses.json'), 'utf8')
);
const foreign = packages
  .map(({ name }) => name)
  .filter(name => !ALLOWED.has(name));

console.log(
  `labextension: ${all} bytes in ${scripts.length} scripts, the largest ${largest} compressed`
);
if (foreign.length > 0) {
  console.error(`not allowed: ${foreign.join(', ')}`);
  process.exit(1);
}
if (all > LIMITS.all || largest > LIMITS.largest) {
  console.error(`larger than ${LIMITS.all} in all or ${LIMITS.largest} in one`);
  process.exit(1);
}
const hinted = readdirSync(folder).filter(
  name =>
    name.endsWith('.js') &&
    readFileSync(join(folder, name), 'utf8').startsWith(HINT)
);
if (!hinted.some(name => name.startsWith(WORKER)) || hinted.length < 2) {
  console.error('the worker, or what it loads, does not begin with its hint');
  process.exit(1);
}
