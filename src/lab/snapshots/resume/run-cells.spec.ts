import { type CellEnd, runEach, TIMES } from './run-cells';

const GO_ON = new AbortController().signal;

/** Runs cells that end in these ways, and tells in which order they were run. */
async function runThat(
  ends: Readonly<Record<string, readonly CellEnd[]>>,
  signal = GO_ON,
  onRun: (cell: string) => void = () => undefined
) {
  const ran: string[] = [];
  const run = async (cell: string): Promise<CellEnd> => {
    const time = ran.filter(item => item === cell).length;
    ran.push(cell);
    onRun(cell);
    return ends[cell][Math.min(time, ends[cell].length - 1)];
  };
  return { ...(await runEach(Object.keys(ends), run, signal)), ran };
}

describe('runEach', () => {
  it('goes on with the others after one that fails', async () => {
    expect(await runThat({ a: ['done'], b: ['failed'], c: ['done'] })).toEqual({
      failed: ['b'],
      notRun: [],
      ran: ['a', 'b', 'c']
    });
  });

  it('runs one again that was taken off the queue, but not for ever', async () => {
    const { failed, notRun, ran } = await runThat({
      a: ['dropped', 'done'],
      b: ['dropped']
    });
    expect([failed, notRun]).toEqual([[], ['b']]);
    expect(ran).toEqual(['a', 'a', ...Array(TIMES).fill('b')]);
  });

  it('tells what was not run when it is stopped in the middle of one', async () => {
    const stop = new AbortController();
    const ended = await runThat(
      { a: ['done'], b: ['failed'], c: ['done'] },
      stop.signal,
      cell => cell === 'b' && stop.abort()
    );
    expect(ended).toEqual({ failed: [], notRun: ['b', 'c'], ran: ['a', 'b'] });
  });
});
