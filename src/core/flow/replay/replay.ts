import { NO_MODULES, type LocalModules } from '../modules/types';
import type { Notebook, RoledCell } from '../../notebook/types';
import type { FactsMemo } from '../../python/facts/facts';
import type { CellFacts } from '../../python/facts/types';
import { isSameData } from '../../same-data';
import { METRICS_STEP } from '../../notebook/types';
import { adoptVersions } from './heap/adopt';
import { isEqual } from './heap/equal';
import { concerns, noChanges, type Changes } from './heap/changes';
import { compareRuns } from './heap/effects';
import { createRun, doAgain, forget, takeBack } from './heap/journal';
import { reachEnd } from './heap/logs';
import { lookupsOf, noteLookups } from './heap/lookups';
import { beginRun } from './heap/heap';
import { lazilyAnnotated } from './lazy-annotations';
import { learnedOf } from './learned';
import { runCell, type Next } from './run-cell';
import { declareSteps, exchangeCells, hasSamePart } from './steps';
import { type ReplayedCell } from './records';
import { createWorld, type World } from './world';

/**
 * Go through all cells in notebook order, keeping for each name who made its value last. What
 * each step reads, makes and changes is in its record afterwards.
 *
 * With the world of an earlier state of the notebook, everything from the first edited cell on
 * is taken back and done again. Cells that see nothing new are not replayed for that: what they
 * wrote before is written once more.
 */
export function replay(
  notebook: Notebook,
  memo: FactsMemo,
  last: World | null = null,
  local: LocalModules = NO_MODULES
): World {
  const names = stepNames(notebook);
  const isKnown =
    last?.local === local &&
    last.steps.length === names.length &&
    last.steps.every(({ name }, i) => name === names[i]);
  const w = isKnown ? last : createWorld(notebook, memo, local);
  // What runs have seen cells change is rarely something else.
  w.isTaughtAnew = !isSameData(
    w.notebook.settings.learned,
    notebook.settings.learned
  );
  takeBack(w.heap, w.heap.run);
  forget(w.heap, w.heap.run);
  const { cells } = w.notebook;
  w.notebook = notebook;
  w.lazy = lazilyAnnotated(notebook.cells);
  if (!isKnown || !exchangeCells(w, cells)) {
    declareSteps(w, names);
  }
  replayFrom(w, firstChange(w, notebook.cells));
  // What is reported when all is known is taken back before the next replay.
  beginRun(w.heap, createRun(w.heap.items.length));
  return w;
}

function stepNames({ steps, cells }: Notebook): string[] {
  const names = steps.map(({ name }) => name);
  for (const { role } of cells) {
    if (role === 'metrics') {
      return [...names, METRICS_STEP];
    }
  }
  return names;
}

/** The first cell that is not as it was replayed last. */
function firstChange(w: World, cells: Notebook['cells']): number {
  let i = 0;
  for (let cell = cells[0]; cell && isSame(w, w.cells[i], cell);) {
    cell = cells[++i];
  }
  return i;
}

function isSame(
  { notebook, isTaughtAnew, lazy }: World,
  old: ReplayedCell | undefined,
  now: RoledCell
): boolean {
  const { source } = now.cell;
  const isUnedited =
    old?.roled === now ||
    (hasSamePart(old?.roled, now) && old?.roled.cell.source === source);
  return (
    isUnedited &&
    old.isLazy === lazy.has(now.cell.id) &&
    (!isTaughtAnew || isEqual(old?.learned, learnedOf(notebook, source)))
  );
}

function haveSameParts(
  { notebook: { cells } }: World,
  start: number,
  old: readonly ReplayedCell[]
): boolean {
  for (let i = start; i < old.length; i++) {
    const now = cells[i];
    if (!now || !hasSamePart(old[i]?.roled, now)) {
      return false;
    }
  }
  return true;
}

function replayFrom(w: World, start: number): void {
  const { cells } = w.notebook;
  // Where cells came, went or changed their parts, nothing below is where it was.
  let isComparable =
    cells.length === w.cells.length && haveSameParts(w, start, w.cells);
  w.lookups = isComparable ? (w.lookups ?? lookupsOf(w.cells)) : null;
  const old = w.cells.splice(start);
  for (let i = old.length - 1; i >= 0; i--) {
    takeBack(w.heap, old[i]?.run ?? w.heap.run);
  }
  if (!isComparable) {
    forgetAll(w, old);
  }
  w.heap.isAbove = isComparable;
  const facts = factsFrom(w, start, old);
  const changes = noChanges();
  w.changes = changes;
  changes.behind.isAll = !isComparable;
  for (let index = start; index < cells.length; index++) {
    const before = isComparable ? (old[index - start] ?? null) : null;
    const cell = cells[index];
    const kept = before && cell ? keepCell(w, cell, before, changes) : null;
    if (kept) {
      w.cells.push(kept);
    } else if (cell) {
      const own = facts[index - start] ?? factsOfCell(w, cell);
      const done = replayCell(w, { cell, index, facts: own }, before, changes);
      const room = old[index - start + 1]?.run.first ?? Infinity;
      if (isComparable && done.run.next > room) {
        isComparable = false;
        w.lookups = null;
        changes.behind.isAll = true;
        forgetAll(w, old.slice(index - start + 1));
      }
      w.cells.push(done);
    }
  }
  reachEnd(w.heap);
}

/** From the last to the first, as nothing may stand behind what is taken back. */
function forgetAll({ heap }: World, cells: readonly ReplayedCell[]): void {
  for (let i = cells.length - 1; i >= 0; i--) {
    const cell = cells[i];
    if (cell) {
      forget(heap, cell.run);
    }
  }
}

/**
 * The facts of all cells from one on, before any of them is replayed: the code that reads cells
 * and the code that replays them are both large, and taking turns would drive each out of the
 * processor's caches.
 */
function factsFrom(
  w: World,
  start: number,
  old: readonly ReplayedCell[]
): CellFacts[] {
  return w.notebook.cells.slice(start).map((roled, i) => {
    const before = old[i];
    const isSource =
      before?.roled === roled ||
      before?.roled.cell.source === roled.cell.source;
    return isSource && before.isLazy === w.lazy.has(roled.cell.id)
      ? before.facts
      : factsOfCell(w, roled);
  });
}

function factsOfCell({ memo, lazy }: World, { cell }: RoledCell): CellFacts {
  return memo.get(cell.source, lazy.has(cell.id));
}

/** Do once more what a cell did, if that must be the same. */
function keepCell(
  w: World,
  cell: RoledCell,
  before: ReplayedCell,
  changes: Changes
): ReplayedCell | null {
  if (!isSame(w, before, cell) || concerns(changes, before.run)) {
    return null;
  }
  doAgain(w.heap, before.run);
  return before.roled === cell ? before : { ...before, roled: cell };
}

function replayCell(
  w: World,
  next: Next,
  before: ReplayedCell | null,
  changes: Changes
): ReplayedCell {
  const { cell, facts } = next;
  if (before) {
    forget(w.heap, before.run);
  }
  const run = createRun(before?.run.first ?? roomFor(w));
  runCell(w, next, run);
  if (w.lookups) {
    noteLookups(w.lookups, run);
  }
  if (before) {
    adoptVersions(w.heap, before.run, run);
    compareRuns(w, before.run, run, changes);
  }
  noteReplayed(w, next, changes);
  const learned = learnedOf(w.notebook, cell.cell.source);
  const isLazy = w.lazy.has(cell.cell.id);
  return { roled: cell, learned, facts, isLazy, run };
}

/** Steps know where in their cells things stand; parameters are read without a replay. */
function noteReplayed(
  { byCell }: World,
  { cell: { role }, index }: Next,
  { behind }: Changes
): void {
  const step = byCell[index];
  if (step) {
    behind.steps.add(step.index);
  }
  behind.isAll ||= role === 'parameters';
}

/** Behind the objects of the cell above, with room for those that it may make after an edit. */
function roomFor({ cells }: World): number {
  const run = cells[cells.length - 1]?.run;
  return run ? run.next + 16 + Math.floor((run.next - run.first) / 2) : 0;
}
