import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../testing/notebooks';
import { processesWith } from '../testing/processes';
import { killLeftovers, MARK } from './leftovers';

jest.setTimeout(30_000);

// Never the same process for long: each starts the next one, in a session of its own, and ends.
// The count sees to it that a chain ends also when nobody finds it.
const HOP = `
left=$(($1 - 1))
[ $left -gt 0 ] && setsid -f sh "$0" $left
sleep 0.002
`;

it('finds what forks while it looks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-hops-'));
  const script = join(folder, 'hop.sh');
  writeFileSync(script, HOP);
  const env = { ...process.env, [MARK]: 'hops/parent/1' };
  for (let chain = 0; chain < 4; chain++) {
    spawn('sh', [script, '2000'], { env, stdio: 'ignore' });
  }
  await until('the chains run', () => processesWith(script).length > 0);
  await killLeftovers(null, 'hops/parent/1');
  expect(processesWith(script)).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('leaves those of other attempts alone', async () => {
  const other = spawn('sleep', ['98305'], {
    env: { ...process.env, [MARK]: 'hops/parent/11' }
  });
  await until('it sleeps', () => processesWith('sleep 98305').length === 1);
  await killLeftovers(null, 'hops/parent/1');
  expect(processesWith('sleep 98305')).toHaveLength(1);
  other.kill('SIGKILL');
});
