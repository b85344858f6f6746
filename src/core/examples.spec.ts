import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileKfp } from './targets/kfp/compile';
import { lintKfp } from './targets/kfp/lint/lint';
import { createAnalyser } from './analyse';
import { expectedFiles } from './testing/examples';

const FOLDER = join(__dirname, '..', '..', 'examples');
const NAMES = readdirSync(FOLDER, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

function read(name: string): unknown {
  const path = join(FOLDER, name, `${name}.ipynb`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe.each(NAMES)('the example %s', name => {
  const files = expectedFiles(read(name), `${name}.ipynb`);

  it.each(Object.keys(files))('compiles to the committed %s', file => {
    const path = join(FOLDER, name, 'expected', file);
    expect(files[file]).toBe(readFileSync(path, 'utf8'));
  });

  it('needs no warning', () => {
    const { diagnostics } = createAnalyser().analyse(read(name), {
      name: `${name}.ipynb`
    });
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual(
      []
    );
  });

  it('gives KFP documents without a mistake', () => {
    const { pipeline } = createAnalyser().analyse(read(name), {
      name: `${name}.ipynb`
    });
    expect(pipeline).not.toBeNull();
    expect(lintKfp((pipeline && compileKfp(pipeline).value) ?? '')).toEqual([]);
  });
});
