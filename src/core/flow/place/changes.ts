import type { CellId } from '../../notebook/types';
import type { CellFacts, Name } from '../../python/facts/types';
import { boundness, type Version } from '../replay/heap/versions';
import type { ReplayedCell } from '../replay/records';
import type { Change } from '../types';

/** What a step of these cells may change, in order of the names. */
export type ChangesOf = (cells: readonly CellId[]) => readonly Change[];

/**
 * Answers for cells as they have been replayed, also when some are replayed again. It is found out
 * only when somebody asks: no picture of a notebook shows it.
 */
export function changesAmong(replayed: readonly ReplayedCell[]): ChangesOf {
  const all = replayed.slice();
  let byId: ReadonlyMap<CellId, ReplayedCell> | null = null;
  return cells => {
    const known = (byId ??= new Map(all.map(one => [one.roled.cell.id, one])));
    return changesIn(cells.flatMap(id => known.get(id) ?? []));
  };
}

/**
 * A cell gives a new version to each name from which an object can be reached that it changes.
 * Another change begins where a cell gives the name a value whatever it had: a step beside may stand
 * between that and what the name meant above.
 */
function changesIn(replayed: readonly ReplayedCell[]): readonly Change[] {
  const changes = new Map<Name, readonly Change[]>();
  for (const { roled, run, facts } of replayed) {
    const bound = boundFirst(facts);
    const { binds } = run;
    for (const { value } of binds) {
      const { name: variable, form, isChanged, certainty } = value;
      if (form !== 'display') {
        const isSure = !isChanged && certainty !== 'may';
        const isNew = isSure && bound.has(variable);
        const leaves = leavesOf(value);
        const one = { variable, cells: [roled.cell.id], isNew, leaves };
        changes.set(variable, withChange(changes.get(variable) ?? [], one));
      }
    }
  }
  return [...changes.values()]
    .flat()
    .sort(
      (a, b) =>
        Number(a.variable > b.variable) - Number(a.variable < b.variable)
    );
}

function withChange(
  changes: readonly Change[],
  one: Change
): readonly Change[] {
  const before = changes.at(-1);
  if (!before) {
    return [one];
  }
  if (!one.isNew) {
    return [...changes.slice(0, -1), changedAgain(before, one)];
  }
  const isOfThisCell = before.cells[0] === one.cells[0];
  return [...(isOfThisCell ? changes.slice(0, -1) : changes), one];
}

function changedAgain(before: Change, { cells, leaves }: Change): Change {
  const isKnown = before.cells.at(-1) === cells[0];
  const all = isKnown ? before.cells : [...before.cells, ...cells];
  return { ...before, cells: all, leaves };
}

/** Names that the code of a cell gives a value, and asks for on no way that leads by that. */
function boundFirst({ ops }: CellFacts): ReadonlySet<Name> {
  const [bound, read] = [new Set<Name>(), new Set<Name>()];
  for (const op of ops) {
    if (op.op === 'bind') {
      bound.add(op.name);
    } else if (op.op === 'read' && !op.inside) {
      read.add(op.name);
    }
  }
  return new Set([...bound].filter(name => !read.has(name)));
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
