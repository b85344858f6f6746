import { preludeDiffers } from '../../../messages/tags';
import { generatorOf, givesOther } from '../../library/differing';
import type { StateKey } from '../../library/state';
import type { Call } from '../calls/calls';
import { stateKey } from '../heap/effects';
import { pushTo } from '../heap/journal';
import { whereOf } from '../places';
import { PRELUDE, replicaKey, type Replica } from '../heap/versions';
import { reportOnce, type World } from '../world';

/** A call whose value is another one in each process: its statement is not to be repeated. */
export function noteDiffering(
  w: World,
  path: string,
  { act, args }: Call
): void {
  // What a library does with a function that it is given is not known.
  const isCalled = !act.definition || w.certainty === 'certain';
  const { replica } = w;
  if (!replica || !isCalled || !isOther(w, path, args)) {
    return;
  }
  if (w.maker === PRELUDE) {
    pushTo(w.heap, w.differing, { site: w.site, path, replica });
  } else {
    replica.isImpure = true;
  }
}

/** As `noteDiffering`, for a method that draws from a generator that all share. */
export function noteDrawing(w: World, key: StateKey, name: string): void {
  const { replica } = w;
  w.heap.run.keys.add(stateKey(key));
  if (!replica || w.seeds.has(key)) {
    return;
  }
  if (w.maker === PRELUDE) {
    pushTo(w.heap, w.differing, { site: w.site, path: name, replica });
  } else {
    replica.isImpure = true;
  }
}

function isOther(w: World, path: string, args: Call['args']): boolean {
  if (givesOther(path, args.length)) {
    return true;
  }
  const generator = generatorOf(path);
  const isDrawn =
    generator !== null && !args.some(({ name }) => name === 'random_state');
  if (isDrawn) {
    w.heap.run.keys.add(stateKey(generator));
  }
  return isDrawn && !w.seeds.has(generator);
}

/** Report values that every step makes anew and that steps use (DF107). */
export function reportDiffering(w: World): void {
  if (w.differing.length === 0) {
    return;
  }
  const used = replicasUsed(w);
  for (const { site, path, replica } of w.differing) {
    if (used.has(replicaKey(replica)) || replica.isImpure) {
      reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
        preludeDiffers(whereOf(w.notebook, site), `${path}()`)
      );
    }
  }
}

/** The repeated statements whose names steps use, or others that steps use. */
function replicasUsed({ steps }: World): ReadonlySet<string> {
  const found = new Map<string, Replica>();
  const add = (replica: Replica | null): void => {
    if (replica && !found.has(replicaKey(replica))) {
      found.set(replicaKey(replica), replica);
      replica.needs.forEach(version => add(version.replica));
    }
  };
  for (const { uses } of steps) {
    uses.forEach(({ version }) => add(version.replica));
  }
  return new Set(found.keys());
}
