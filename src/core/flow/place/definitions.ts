import type { Notebook, RoledCell } from '../../notebook/types';
import type { Replica } from '../replay/heap/versions';
import type { World } from '../replay/world';
import type { Definition, DefinitionKind } from '../types';

/** Gives definitions their names and keeps those that were asked for. Owned by one analysis. */
export interface Definitions {
  /** The definition of a statement; the same object each time. */
  ofStatement(replica: Replica): Definition;
  /** The definition that is a whole cell of imports or functions; given by position. */
  ofCell(cell: number): Definition;
  /** All that were asked for, in notebook order. */
  all(): readonly Definition[];
  /** True while nothing is different that these were made of. */
  areGood(w: World): boolean;
}

// A cell has far fewer; what is counted so can be put in notebook order.
const MOST_STATEMENTS = 2 ** 32;

/** A definition, its place in the notebook, and what it was made of. */
interface Made {
  readonly definition: Definition;
  readonly order: number;
  readonly cell: number;
  readonly roled: RoledCell | undefined;
  readonly replica: Replica | null;
  readonly names: string;
}

export function createDefinitions({ notebook, cells }: World): Definitions {
  const known = new Map<number, Made>();
  const names = new Map<string, number>();
  const unique = (name: string) => {
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  };
  const remember = (
    cell: number,
    replica: Replica | null,
    make: () => Definition
  ): Definition => {
    const order = cell * MOST_STATEMENTS + (replica?.statement ?? -1) + 1;
    const before = known.get(order);
    if (before) {
      return before.definition;
    }
    const definition = make();
    const roled = notebook.cells[cell];
    const names = replica ? namesOf(replica) : '';
    known.set(order, { definition, order, cell, roled, replica, names });
    return definition;
  };
  const breaks = new Map<number, readonly number[]>();
  const lineAt = (cell: number, offset: number): number => {
    const found = breaks.get(cell) ?? breaksOf(cellAt(notebook, cell).cell);
    breaks.set(cell, found);
    return countBelow(found, offset) + 1;
  };
  return {
    ofStatement: replica =>
      remember(replica.cell, replica, () =>
        statementDefinition(notebook, cells, replica, unique, lineAt)
      ),
    ofCell: cell =>
      remember(cell, null, () => {
        const { cell: found, role } = cellAt(notebook, cell);
        const kind = role === 'functions' ? 'functions' : 'imports';
        const { id, source } = found;
        return { name: unique(kind), kind, cell: id, line: 1, source };
      }),
    all: () =>
      [...known.values()]
        .sort((a, b) => a.order - b.order)
        .map(({ definition }) => definition),
    areGood: w => {
      for (const { cell, roled, replica, names } of known.values()) {
        if (
          w.notebook.cells[cell] !== roled ||
          (replica && namesOf(replica) !== names)
        ) {
          return false;
        }
      }
      return true;
    }
  };
}

/** What a statement binds; a star import comes to bind what others ask for. */
function namesOf({ names }: Replica): string {
  return [...names].join(', ');
}

function statementDefinition(
  notebook: Notebook,
  cells: World['cells'],
  replica: Replica,
  unique: (name: string) => string,
  lineAt: (cell: number, offset: number) => number
): Definition {
  const { cell } = cellAt(notebook, replica.cell);
  const { facts } = cells[replica.cell] ?? {};
  const statement = facts?.statements[replica.statement];
  if (!statement) {
    throw new Error('A definition without a statement.');
  }
  const kind: DefinitionKind = replica.kind;
  const list = namesOf(replica);
  return {
    name: unique(`${kind} ${list}`.trim()),
    kind,
    cell: cell.id,
    line: lineAt(replica.cell, statement.start),
    source: cell.source.slice(statement.start, statement.end)
  };
}

/** Offsets of the line breaks. */
function breaksOf({ source }: { readonly source: string }): number[] {
  const found: number[] = [];
  for (
    let at = source.indexOf('\n');
    at >= 0;
    at = source.indexOf('\n', at + 1)
  ) {
    found.push(at);
  }
  return found;
}

/** How many of these numbers, in rising order, are below a limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function cellAt({ cells }: Notebook, cell: number) {
  const found = cells[cell];
  if (!found) {
    throw new Error('A definition without a cell.');
  }
  return found;
}
