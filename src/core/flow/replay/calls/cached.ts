import { cacheBeginsAnew } from '../../../messages/tags';
import { onlyReads } from '../../library/file-uses';
import { pushTo, setFirst } from '../heap/journal';
import { type Item } from '../heap/heap';
import { itemAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import type { ObjectId, ObjectSet } from '../heap/sets';
import { whereOf } from '../places';
import { reportOnce, type World } from '../world';
import { currentVersion } from '../names/binds';
import type { Write } from '../heap/writes';

/** How things were when a call of a cached function began. */
export interface Begin {
  readonly writes: number;
  readonly binds: number;
  readonly files: number;
  readonly commands: number;
  readonly next: ObjectId;
  readonly printed: number;
}

const CACHES = /(?:^|\.)(?:lru_cache|cache)$/;

/** A call of a function begins; `null` unless a step calls one that keeps its results. */
export function beginCached(w: World, item: Item): Begin | null {
  return w.step !== null && isCached(item) ? beginEffects(w) : null;
}

/** From here on effects are looked for. */
export function beginEffects(w: World): Begin {
  const { writes, binds, next } = w.heap.run;
  w.heap.changes++;
  w.begun = w.order;
  return {
    writes: writes.length,
    binds: binds.length,
    files: w.files.length,
    commands: w.commands.length,
    next,
    printed: w.printed
  };
}

/** Whether more than computing has happened since. */
export function hasEffects(w: World, begin: Begin): boolean {
  const { writes, binds } = w.heap.run;
  return (
    w.printed > begin.printed ||
    binds.length > begin.binds ||
    w.commands.length > begin.commands ||
    w.files.slice(begin.files).some(({ mode }) => !onlyReads(mode)) ||
    writes.slice(begin.writes).some(one => reachesOut(w, one, begin.next))
  );
}

/** It ends: note it if it did more than compute. What it gives, the cache keeps. */
export function endCached(
  w: World,
  { id }: Item,
  begin: Begin,
  result: Abstract
): void {
  result.objects.forEach(one => setFirst(w.heap, w.cacheOf, one, id));
  noteCached(w, id, hasEffects(w, begin) ? 'effect' : 'call');
}

/** Results that a cache keeps are changed: who calls it later sees that. */
export function noteChangedResults(w: World, objects: ObjectSet): void {
  if (w.cacheOf.size === 0) {
    return;
  }
  w.heap.run.needsAll = true;
  for (const id of objects) {
    const called = w.cacheOf.get(id);
    if (called !== undefined) {
      noteCached(w, called, 'asked');
    }
  }
}

/** Somebody asks what the cache has, or empties it. */
export function noteCacheMethod(w: World, item: Item, method: string): void {
  if (
    item.kind === 'function' &&
    CACHE_METHODS.test(method) &&
    isCached(item)
  ) {
    noteCached(w, item.id, 'asked');
  }
}

const CACHE_METHODS = /^cache_(?:info|clear)$/;

function isCached({ kind, definition }: Item): boolean {
  return (
    kind === 'function' &&
    (definition?.decorators.some(name => CACHES.test(name)) ?? false)
  );
}

function noteCached(
  w: World,
  called: ObjectId,
  what: 'call' | 'effect' | 'asked'
): void {
  const step = w.step?.index;
  const reads = what === 'asked' ? '' : readsOf(w, called);
  const isNew =
    step !== undefined &&
    !w.cachedCalls.some(
      one =>
        one.step === step &&
        one.called === called &&
        one.what === what &&
        one.reads === reads
    );
  if (isNew) {
    pushTo(w.heap, w.cachedCalls, { step, called, what, reads });
  }
}

/** What the names stand for now that a function reads: the cache does not look at them again. */
function readsOf(w: World, called: ObjectId): string {
  const ops = itemAt(w.heap, called)?.definition?.ops ?? [];
  const names = new Set(ops.flatMap(op => (op.op === 'read' ? op.name : [])));
  // When a name was bound is no part of what is compared with an earlier replay.
  w.heap.run.needsAll = true;
  return [...names]
    .map(name => `${name} ${currentVersion(w, name)?.order ?? ''}`)
    .join();
}

/** Writes that say that something outside of the call is different now. */
function reachesOut(w: World, one: Write, next: ObjectId): boolean {
  switch (one.kind) {
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
  for (const called of new Set(w.cachedCalls.map(one => one.called))) {
    const calls = w.cachedCalls.filter(one => one.called === called);
    const isAsked = calls.some(({ what }) => what === 'asked');
    const made = calls.filter(({ what }) => what !== 'asked');
    const isOther = new Set(made.map(({ reads }) => reads)).size > 1;
    const telling =
      isAsked || isOther
        ? calls
        : calls.filter(({ what }) => what === 'effect');
    const names = [...new Set(telling.map(({ step }) => step))].map(
      step => w.steps[step]?.name ?? ''
    );
    const home = itemAt(w.heap, called)?.home;
    if (home && names.length > 1) {
      const { name, site } = home;
      reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
        cacheBeginsAnew(whereOf(w.notebook, site), name, names)
      );
    }
  }
}
