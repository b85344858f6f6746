import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { measure, row } from './measure.mjs';
import { chain } from './notebooks.mjs';

// One step of the rival: load a pickle, add one, save it.
const STEP = `
import pickle, sys
try:
    x = pickle.load(open("x.pickle", "rb")) + 1
except FileNotFoundError:
    x = 1
pickle.dump(x, open("x.pickle", "wb"))
`;

const quiet = { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' };

/** Times a chain of steps as a pipeline run and as plain Python processes, turn by turn. */
export async function chainBench(steps) {
  console.log(`chain: ${steps} steps that add one to a number`);
  const folder = mkdtempSync(join(tmpdir(), 'kalette-bench-'));
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, 'chain.ipynb'), JSON.stringify(chain(steps)));
  writeFileSync(join(folder, 'step.py'), STEP);
  try {
    const inside = [];
    const whole = await measure(5, () => {
      const text = execFileSync('kalette', ['run', 'chain.ipynb', '--json'], {
        ...quiet,
        cwd: folder
      });
      const { run } = JSON.parse(text);
      inside.push(new Date(run.endedAt) - new Date(run.startedAt));
    });
    const plain = await measure(5, () => {
      rmSync(join(folder, 'x.pickle'), { force: true });
      for (let step = 0; step < steps; step++) {
        execFileSync('python', ['step.py'], { ...quiet, cwd: folder });
      }
    });
    inside.sort((a, b) => a - b);
    const run = { least: inside[0], median: inside[2] };
    row('kalette run, the whole command', whole);
    row('the run alone', run, `${(run.median / steps).toFixed(0)} ms a step`);
    row(
      'plain python processes',
      plain,
      `${(plain.median / steps).toFixed(0)} ms a step`
    );
    const over = (run.median - plain.median) / steps;
    console.log(
      `  overhead of a step over a plain process: ${over.toFixed(0)} ms, ${(run.median / plain.median).toFixed(2)} times its time\n`
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
