import { createRun, type CellRun } from './journal';
import { lookupsOf, noteLookups } from './lookups';

function runAt(first: number, name: string, key: string): CellRun {
  const run = createRun(first);
  run.names.push(name);
  run.keys.add(key);
  return run;
}

describe('lookupsOf', () => {
  it('knows the last cell that looks something up', () => {
    const { names, keys } = lookupsOf([
      { run: runAt(0, 'a', 'files') },
      { run: runAt(20, 'a', 'states') },
      { run: runAt(40, 'b', 'files') }
    ]);
    expect([...names]).toEqual([
      ['a', 20],
      ['b', 40]
    ]);
    expect([...keys]).toEqual([
      ['files', 40],
      ['states', 20]
    ]);
  });
});

describe('noteLookups', () => {
  it('keeps a cell further down', () => {
    const lookups = lookupsOf([{ run: runAt(20, 'a', 'files') }]);
    noteLookups(lookups, runAt(0, 'a', 'files'));
    noteLookups(lookups, runAt(40, 'b', 'files'));
    expect(lookups.names.get('a')).toBe(20);
    expect(lookups.keys.get('files')).toBe(40);
  });
});
