import { onlyReads } from '../library/file-uses';
import { fileArrows, type FileArrow } from '../order/file-order';
import type { Maker } from '../replay/heap/versions';
import type { FileAccess } from '../replay/records';
import type { World } from '../replay/world';
import type { FileUse } from '../types';

/** What was found last for the arrows between the steps of a notebook, which know all its files. */
const KNOWN = new WeakMap<
  readonly FileArrow[],
  ReadonlyMap<Maker, readonly FileUse[]>
>();

/** For each step the files that it reads, with the step that wrote each last, by first use. */
export function findFiles(w: World): ReadonlyMap<Maker, readonly FileUse[]> {
  const arrows = fileArrows(w.files);
  const known = KNOWN.get(arrows);
  if (known) {
    return known;
  }
  const found = filesOf(w);
  KNOWN.set(arrows, found);
  return found;
}

function filesOf({
  files,
  steps
}: World): ReadonlyMap<Maker, readonly FileUse[]> {
  const found = new Map<Maker, Map<string, FileUse>>();
  const writers = new Map<string, Maker>();
  for (const access of files) {
    const { key: path, step, mode } = access;
    const own = found.get(step) ?? new Map<string, FileUse>();
    found.set(step, own);
    if (onlyReads(mode) || mode === 'append') {
      const writer = writers.get(path);
      const from = writer === undefined ? null : (steps[writer]?.name ?? null);
      noteRead(own, access, writer, from);
    }
    if (mode === 'write' || mode === 'append') {
      writers.set(path, step);
    }
  }
  return new Map([...found].map(([step, own]) => [step, [...own.values()]]));
}

function noteRead(
  own: Map<string, FileUse>,
  { key: path, step, mode, isSure }: FileAccess,
  writer: Maker | undefined,
  from: string | null
): void {
  const isOptional = mode === 'probe' || !isSure;
  const known = own.get(path);
  if (known) {
    const { optional: _optional, ...needed } = known;
    own.set(path, isOptional ? known : needed);
  } else if (writer !== step && (writer !== undefined || mode !== 'append')) {
    own.set(path, { path, from, ...(isOptional ? { optional: true } : {}) });
  }
}
