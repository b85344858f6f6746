import { spawn } from 'node:child_process';

import { until } from '../testing/notebooks';
import { bootId, familyOf, processTable, startOf } from './processes';

describe('the table of processes', () => {
  it('knows a family across groups and sessions', () => {
    const entry = (
      pid: number,
      parent: number,
      group: number,
      session: number
    ) => ({ pid, parent, group, session });
    const table = [
      entry(10, 1, 10, 10),
      entry(11, 10, 10, 10),
      entry(12, 11, 12, 12),
      entry(13, 1, 10, 10),
      entry(14, 1, 99, 10),
      entry(15, 1, 15, 15)
    ];
    expect([...familyOf(10, table)].sort()).toEqual([10, 11, 12, 13, 14]);
    expect([...familyOf(15, table)]).toEqual([15]);
  });

  it('shows a child while it lives, and its start only then', async () => {
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    const entry = () => processTable().find(item => item.pid === pid);
    await until('it is in the table', () => entry() !== undefined);
    expect(entry()?.parent).toBe(process.pid);
    expect(startOf(pid)).toBe(startOf(pid));
    expect(startOf(pid)).not.toBe(startOf(process.pid));
    child.kill('SIGKILL');
    await new Promise(done => child.once('exit', done));
    expect(startOf(pid)).toBeNull();
    expect(bootId()).not.toBe('unknown');
  });
});
