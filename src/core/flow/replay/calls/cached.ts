import { cacheBeginsAnew } from '../../../messages/tags';
import { onlyReads } from '../../library/files';
import { pushTo } from '../heap/journal';
import { itemAt, type Item } from '../heap/objects';
import type { ObjectId } from '../heap/sets';
import { whereOf } from '../places';
import { reportOnce, type World } from '../world';
import type { Write } from '../heap/writes';

/** How things were when a call of a cached function began. */
export interface Begin {
  readonly writes: number;
  readonly files: number;
  readonly commands: number;
  readonly next: ObjectId;
  readonly printed: number;
}

const CACHES = /(?:^|\.)(?:lru_cache|cache)$/;

/** A call of a function begins; `null` unless a step calls one that keeps its results. */
export function beginCached(w: World, item: Item): Begin | null {
  const isCached =
    w.step !== null &&
    item.kind === 'function' &&
    item.definition?.decorators.some(name => CACHES.test(name));
  return isCached ? beginEffects(w) : null;
}

/** From here on effects are looked for. */
export function beginEffects(w: World): Begin {
  const { writes, next } = w.heap.run;
  return {
    writes: writes.length,
    files: w.files.length,
    commands: w.commands.length,
    next,
    printed: w.printed
  };
}

/** Whether more than computing has happened since. */
export function hasEffects(w: World, begin: Begin): boolean {
  const { writes } = w.heap.run;
  return (
    w.printed > begin.printed ||
    w.commands.length > begin.commands ||
    w.files.slice(begin.files).some(({ mode }) => !onlyReads(mode)) ||
    writes.slice(begin.writes).some(one => reachesOut(w, one, begin.next))
  );
}

/** It ends: note it if it did more than compute. */
export function endCached(w: World, { id }: Item, begin: Begin): void {
  if (w.step && hasEffects(w, begin)) {
    const step = w.step.index;
    pushTo(w.heap, w.cachedCalls, { step, called: id });
  }
}

/** Writes that say that something outside of the call is different now. */
function reachesOut(w: World, one: Write, next: ObjectId): boolean {
  switch (one.kind) {
    case 'bind':
      return true;
    case 'set':
      return one.on === w.states;
    case 'add':
      return (
        one.on === w.step?.changed &&
        typeof one.value === 'number' &&
        one.value < next
      );
    default:
      return false;
  }
}

/** Report cached functions that do the same again in several steps (DF107). */
export function reportCached(w: World): void {
  const found = new Map<ObjectId, Set<number>>();
  for (const { step, called } of w.cachedCalls) {
    found.set(called, (found.get(called) ?? new Set<number>()).add(step));
  }
  for (const [called, steps] of found) {
    const home = itemAt(w.heap, called)?.home;
    if (!home) {
      continue;
    }
    const { name, site } = home;
    const names = [...steps].map(step => w.steps[step]?.name ?? '');
    if (names.length > 1) {
      reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
        cacheBeginsAnew(whereOf(w.notebook, site), name, names)
      );
    }
  }
}
