import type { CellId } from '../../notebook/types';
import type { CellFacts, Name } from '../../python/facts/types';
import { isSameData } from '../../same-data';
import type { CellRun } from '../replay/heap/journal';
import { boundness, type Version } from '../replay/heap/versions';
import type { StepRecord, World } from '../replay/world';
import type { Change } from '../types';

interface Known {
  readonly cells: readonly Cell[];
  readonly changes: readonly Change[];
}

/** What steps may change, each found out once for what its cells do. */
export class StepChanges {
  /** In order of the names. The same list as before, where it says the same. */
  of(w: World, step: StepRecord): readonly Change[] {
    const known = this.known.get(step.index);
    if (known && isOf(known, w, step)) {
      return known.changes;
    }
    const cells = cellsOf(w, step);
    const found = changesIn(cells);
    const isSame = known && isSameData(known.changes, found);
    const changes = isSame ? known.changes : found;
    this.known.set(step.index, { cells, changes });
    return changes;
  }

  private readonly known = new Map<number, Known>();
}

type Cell = readonly [id: CellId, run: CellRun, facts: CellFacts];

/** Asked for each step after each edit. */
function isOf({ cells }: Known, w: World, step: StepRecord): boolean {
  let count = 0;
  for (let place = step.first; place >= 0 && place <= step.last; place++) {
    const cell = w.cells[place];
    if (cell && w.byCell[place] === step) {
      const known = cells[count++];
      if (known?.[1] !== cell.run || known[0] !== cell.roled.cell.id) {
        return false;
      }
    }
  }
  return count === cells.length;
}

function cellsOf(w: World, step: StepRecord): Cell[] {
  const cells: Cell[] = [];
  for (let place = step.first; place >= 0 && place <= step.last; place++) {
    const cell = w.cells[place];
    if (cell && w.byCell[place] === step) {
      cells.push([cell.roled.cell.id, cell.run, cell.facts]);
    }
  }
  return cells;
}

/** A cell gives a new version to each name from which an object can be reached that it changes. */
function changesIn(cells: readonly Cell[]): Change[] {
  const changes = new Map<Name, Change>();
  for (const [cell, { binds }, facts] of cells) {
    const bound = boundFirst(facts);
    for (const { value } of binds) {
      const { name: variable, form, isChanged, certainty } = value;
      if (form !== 'display') {
        const isSure = !isChanged && certainty !== 'may';
        const isNew = isSure && bound.has(variable);
        const leaves = leavesOf(value);
        const one = { variable, cells: [cell], isNew, leaves };
        const before = isNew ? undefined : changes.get(variable);
        changes.set(variable, before ? changedAgain(before, one) : one);
      }
    }
  }
  return [...changes.values()].sort((a, b) =>
    a.variable < b.variable ? -1 : 1
  );
}

function changedAgain(before: Change, { cells, leaves }: Change): Change {
  const isKnown = before.cells.at(-1) === cells[0];
  const all = isKnown ? before.cells : [...before.cells, ...cells];
  return { ...before, cells: all, leaves };
}

/** Names that the code of a cell gives a value before it looks what they had. */
function boundFirst({ ops }: CellFacts): ReadonlySet<Name> {
  const [bound, read] = [new Set<Name>(), new Set<Name>()];
  for (const op of ops) {
    if (op.op === 'bind' && !read.has(op.name)) {
      bound.add(op.name);
    } else if (op.op === 'read') {
      read.add(op.name);
    }
  }
  return bound;
}

function leavesOf(version: Version): Change['leaves'] {
  if (boundness(version) === 'unbound') {
    return 'nothing';
  }
  if (isPerhapsUnbound(version)) {
    return 'perhaps nothing';
  }
  return version.form === 'import' ? 'import' : 'value';
}

/** True where its own maker may have deleted the name. */
function isPerhapsUnbound({ by, ...version }: Version): boolean {
  const { form, may, certainty } = version;
  const isLast = certainty !== 'may' || may === null || may.by !== by;
  return form === 'unbound' || (!isLast && isPerhapsUnbound(may));
}
