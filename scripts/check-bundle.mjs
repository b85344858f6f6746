// Fails when a production bundle ships a package that is not on the list, above
// all one that the host already shares (React, Lumino, JupyterLab, yjs, vega).
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = new Set(['css-loader', 'style-loader']);
const LIMIT = 300_000;
const folder = 'python-shim/kalette/labextension/static';

const scripts = readdirSync(folder).filter(name => name.endsWith('.js'));
const bytes = scripts
  .map(name => statSync(join(folder, name)).size)
  .reduce((sum, size) => sum + size, 0);
const { packages } = JSON.parse(
  readFileSync(join(folder, 'third-party-licenses.json'), 'utf8')
);
const foreign = packages
  .map(({ name }) => name)
  .filter(name => !ALLOWED.has(name));

console.log(`labextension: ${bytes} bytes in ${scripts.length} scripts`);
if (foreign.length > 0 || bytes > LIMIT) {
  console.error(`too large or not allowed: ${foreign.join(', ') || bytes}`);
  process.exit(1);
}
