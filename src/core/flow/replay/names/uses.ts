import { chainKey } from '../heap/effects';
import { write } from '../heap/journal';
import type { ObjectId } from '../heap/sets';
import { entryOf, survivor, type Site, type Version } from '../heap/versions';
import type { Use } from '../records';
import type { World } from '../world';

/** The step reads a name whose value, or a part of it, it has not made itself. */
export function noteUse(
  w: World,
  version: Version,
  site: Site,
  isProbe: boolean
): void {
  const { step } = w;
  if (!step) {
    return;
  }
  const { heap } = w;
  if (w.used.get(version.name) === step) {
    return;
  }
  if (version.by === step.index && !survivor(version, step.index)) {
    return;
  }
  const { name, by } = version;
  if (by === step.index) {
    heap.run.keys.add(chainKey(name));
  }
  const entry = entryOf(version, step.index);
  if (entry) {
    const value: Use = { name, entry, version, site, isProbe };
    const on = step.uses;
    const before = undefined;
    write(
      heap,
      { kind: 'use', on, value, before, isDone: false, time: 0, under: null },
      step.log
    );
    if (!isProbe) {
      w.used.set(name, step);
    }
  }
}

/**
 * An object changes that a name may have stood for before its maker perhaps bound it: at the end
 * of the step that may be there, changed. Only where cells that all steps repeat bind the name,
 * something else would be there.
 */
export function noteSurvivor(
  w: World,
  version: Version,
  site: Site,
  changed: ObjectId | null
): void {
  const { by, may } = version;
  const older = may && by === w.maker ? survivor(version, by) : null;
  const isChanged =
    older && (changed === null || older.value.objects.includes(changed));
  if (isChanged && isRepeated(older)) {
    noteUse(w, version, site, true);
  }
}

function isRepeated(version: Version): boolean {
  let next: Version | null = version;
  while (next && next.by >= 0) {
    next = next.previous;
  }
  return next !== null;
}

/** The maker of a version has bound the name, and not only changed what it stands for. */
export function hasBound(version: Version): boolean {
  let next: Version | null = version;
  while (next?.by === version.by && next.isChanged) {
    next = next.previous;
  }
  return next?.by === version.by;
}
