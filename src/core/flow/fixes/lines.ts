import { positionAt, type Edit } from '../../diagnostic';
import type { CellFacts, Name } from '../../python/facts/types';
import { mentionsOf } from '../../python/facts/module-names';
import { parseCell } from '../../python/parser/parse';
import type { Stmt } from '../../python/tree/tree';
import type { Site } from '../replay/heap/versions';
import type { World } from '../replay/world';

/** A top-level statement that has its lines for itself. */
export interface Lines {
  /** Place of its cell among the code cells. */
  readonly cell: number;
  /** Place among the statements of the cell. */
  readonly number: number;
  /** Without what stands around it on its lines. */
  readonly text: string;
  /** Where it begins, and where its last line ends, without the line break. */
  readonly start: number;
  readonly end: number;
}

/** The statement at a place; `null` where there is none, or others share its lines. */
export function linesAt(w: World, { cell, at }: Site): Lines | null {
  const source = sourceOf(w, cell);
  const statements = w.cells[cell]?.facts.statements ?? [];
  const number = statements.findIndex(
    ({ start, end }) => start <= at.start && at.start <= end
  );
  const found = statements[number];
  if (!found) {
    return null;
  }
  const { start } = found;
  const end = endOfLine(source, found.end);
  const isAlone =
    startOfLine(source, start) === start &&
    /^\s*(?:#.*)?$/.test(source.slice(found.end, end));
  const text = source.slice(start, found.end);
  return isAlone ? { cell, number, text, start, end } : null;
}

/** The tree of a statement; `null` in cells that begin with a cell magic. */
export function treeOf(w: World, { cell, start }: Lines): Stmt | null {
  const facts = w.cells[cell]?.facts;
  const body = facts ? parsed(facts, sourceOf(w, cell)) : [];
  return body.find(one => startOf(one) === start) ?? null;
}

/** Names that a statement binds when it runs. */
export function boundBy(w: World, { cell, number }: Lines): readonly Name[] {
  const names = new Set<Name>();
  let isInside = false;
  for (const op of w.cells[cell]?.facts.ops ?? []) {
    if (op.op === 'begin') {
      isInside = op.statement === number;
    } else if (isInside && op.op === 'bind' && op.form !== 'display') {
      names.add(op.name);
    }
  }
  return [...names];
}

/** Takes a statement out, with its lines. */
export function cut(w: World, { cell, start, end }: Lines): Edit {
  const source = sourceOf(w, cell);
  const isLast = end >= source.length;
  const from = isLast ? Math.max(0, start - 1) : start;
  return editOf(w, cell, from, isLast ? source.length : end + 1, '');
}

/** Puts lines in front of a statement. */
export function putBefore(w: World, place: Lines, text: string): Edit {
  return editOf(w, place.cell, place.start, place.start, `${text}\n`);
}

/** Puts lines at the top of a cell; `null` where a cell magic stands there. */
export function putFirst(w: World, cell: number, text: string): Edit | null {
  return sourceOf(w, cell).startsWith('%%')
    ? null
    : editOf(w, cell, 0, 0, `${text}\n`);
}

/** Puts lines at the end of a cell. */
export function putLast(w: World, cell: number, text: string): Edit {
  const source = sourceOf(w, cell);
  const isOpen = source !== '' && !source.endsWith('\n');
  const { length } = source;
  return editOf(w, cell, length, length, isOpen ? `\n${text}` : text);
}

/** Replaces a part of a cell, given by offsets. */
export function editOf(
  w: World,
  cell: number,
  start: number,
  end: number,
  text: string
): Edit {
  const source = sourceOf(w, cell);
  return {
    kind: 'source',
    cell: w.notebook.cells[cell]?.cell.id ?? '',
    start: positionAt(source, start),
    end: positionAt(source, end),
    text
  };
}

export function sourceOf({ notebook }: World, cell: number): string {
  return notebook.cells[cell]?.cell.source ?? '';
}

/** Place of the last one that fits; -1 where none does. */
export function lastWhere<T>(
  items: readonly T[],
  isWanted: (item: T, place: number) => boolean
): number {
  let place = items.length - 1;
  for (; place >= 0; place--) {
    const item = items[place];
    if (item !== undefined && isWanted(item, place)) {
      break;
    }
  }
  return place;
}

/** True when a text mentions one of the names, be it in a comment. */
export function mentions(text: string, names: readonly Name[]): boolean {
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  return names.some(name => words.has(name));
}

/** A name that nothing in the notebook uses. */
export function freeName(w: World, wish: Name): Name {
  const isTaken = (name: Name) =>
    w.cells.some(({ facts }) => mentionsOf(facts).has(name));
  let name = wish;
  for (let number = 2; isTaken(name); number++) {
    name = `${wish}_${number}`;
  }
  return name;
}

const trees = new WeakMap<CellFacts, readonly Stmt[]>();

/** Facts are the same object while the source is the same. */
function parsed(facts: CellFacts, source: string): readonly Stmt[] {
  const known = trees.get(facts);
  if (known) {
    return known;
  }
  const { body } = parseCell(source);
  trees.set(facts, body);
  return body;
}

function startOf(statement: Stmt): number {
  const decorators = 'decorators' in statement ? statement.decorators : [];
  // A decorator begins at its sign, one character before its expression.
  return Math.min(statement.start, ...decorators.map(({ start }) => start - 1));
}

function startOfLine(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(source: string, offset: number): number {
  const found = source.indexOf('\n', offset);
  return found < 0 ? source.length : found;
}
