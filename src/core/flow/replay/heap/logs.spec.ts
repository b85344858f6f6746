import { addTo, createRun, forget } from './journal';
import { createLog, reach, reachEnd } from './logs';
import { beginRun, createHeap } from './heap';

/** A place that three cells have added to, at the times 0, 10 and 20. */
function written() {
  const heap = createHeap();
  const [place, log] = [new Set<string>(), createLog(false)];
  const runs = [0, 10, 20].map(time => {
    const run = createRun(time);
    beginRun(heap, run);
    addTo(heap, place, `at ${time}`, log);
    return run;
  });
  heap.isAbove = true;
  const replay = (time: number) => {
    const run = createRun(time);
    beginRun(heap, run);
    return run;
  };
  return { heap, place, log, runs, replay };
}

describe('a place that cells write to', () => {
  it('is as the cells above have left it while one in the middle is replayed', () => {
    const { heap, place, log, runs, replay } = written();
    runs.slice(1, 2).forEach(run => forget(heap, run));
    replay(10);
    reach(heap, log);
    expect([...place]).toEqual(['at 0']);
  });

  it('has at the end what the replayed cell wrote, in its place', () => {
    const { heap, place, log, runs, replay } = written();
    runs.slice(1, 2).forEach(run => forget(heap, run));
    replay(10);
    addTo(heap, place, 'anew', log);
    reachEnd(heap);
    expect([...place]).toEqual(['at 0', 'anew', 'at 20']);
  });

  it('stays as it is where nobody looks at it', () => {
    const { heap, place, replay } = written();
    replay(5);
    expect([...place]).toEqual(['at 0', 'at 10', 'at 20']);
    reachEnd(heap);
    expect([...place]).toEqual(['at 0', 'at 10', 'at 20']);
  });

  it('comes up to a cell further down that is replayed as well', () => {
    const { heap, place, log, runs, replay } = written();
    replay(5);
    reach(heap, log);
    expect([...place]).toEqual(['at 0']);
    runs.slice(2).forEach(run => forget(heap, run));
    replay(20);
    reach(heap, log);
    expect([...place]).toEqual(['at 0', 'at 10']);
    reachEnd(heap);
    expect([...place]).toEqual(['at 0', 'at 10']);
  });
});
