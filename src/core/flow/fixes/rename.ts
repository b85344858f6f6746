import type { Edit, Fix } from '../../diagnostic';
import { fixTitles } from '../../messages/fixes';
import type { Definition, Name, Op } from '../../python/facts/types';
import type { Version } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import {
  editOf,
  freeName,
  linesAt,
  sourceOf,
  treeOf,
  type Lines
} from './lines';

/** Gives what a step makes of a parameter a name of its own, from there on (DF802). */
export function renameFromHere(w: World, step: StepRecord, name: Name): Fix[] {
  const first = firstBinding(w, step, name);
  return first ? rename(w, name, first, null, `${name}_2`) : [];
}

/** Gives what the earlier of two branches makes a name of its own (DF203). */
export function renameInEarlier(
  w: World,
  earlier: StepRecord,
  later: StepRecord,
  name: Name
): Fix[] {
  const [first, until] = [earlier, later].map(step =>
    firstBinding(w, step, name)
  );
  return first && until && !isReadIn(w, until, name)
    ? rename(
        w,
        name,
        first,
        until,
        `${name}_${earlier.name.replace(/-/g, '_')}`
      )
    : [];
}

/** The statement in which a step begins to use a name as its own: `name = …`, at top level. */
function firstBinding(w: World, step: StepRecord, name: Name): Lines | null {
  let found: Version | null = null;
  for (let next = step.finals.get(name) ?? null; next; next = next.previous) {
    if (next.by !== step.index) {
      break;
    }
    found = next;
  }
  const lines = found && !found.isChanged ? linesAt(w, found.site) : null;
  const tree = lines && treeOf(w, lines);
  const [target, ...others] = tree?.kind === 'Assign' ? tree.targets : [];
  return target?.kind === 'Name' && target.id === name && others.length === 0
    ? lines
    : null;
}

function isReadIn(w: World, lines: Lines, name: Name): boolean {
  const end = lines.start + lines.text.length;
  return placesOf(w, lines.cell, name).some(
    ({ start, isRead }) => isRead && start >= lines.start && start < end
  );
}

/**
 * Renames between two statements. Only where each mention of the name is known for what it is,
 * and no function from above looks the name up when it is called.
 */
function rename(
  w: World,
  name: Name,
  first: Lines,
  until: Lines | null,
  wish: Name
): Fix[] {
  const edits: Edit[] = [];
  const to = freeName(w, wish);
  const last = until?.cell ?? w.cells.length - 1;
  for (let cell = 0; cell <= last; cell++) {
    const source = sourceOf(w, cell);
    const places = placesOf(w, cell, name);
    const isKnown = mentionsIn(source, name) === places.length;
    const role = w.notebook.cells[cell]?.role ?? 'skip';
    if (role === 'skip') {
      continue;
    }
    const within = places.filter(({ start }) =>
      isBetween({ cell, start }, first, until)
    );
    const isCalled = places.some(
      place => place.isInBody && !within.includes(place)
    );
    if (isCalled || (within.length > 0 && (!isKnown || role !== 'step'))) {
      return [];
    }
    edits.push(
      ...within
        // On its first line the name still stands for the old value on the right.
        .filter(
          ({ start, isRead }) =>
            !isRead ||
            cell !== first.cell ||
            start > first.start + first.text.length
        )
        .map(({ start }) => editOf(w, cell, start, start + name.length, to))
    );
  }
  return edits.length > 0 ? [{ title: fixTitles.rename(name, to), edits }] : [];
}

function isBetween(
  { cell, start }: { readonly cell: number; readonly start: number },
  first: Lines,
  until: Lines | null
): boolean {
  const isBehind =
    cell > first.cell || (cell === first.cell && start >= first.start);
  const isBefore =
    !until || cell < until.cell || (cell === until.cell && start < until.start);
  return isBehind && isBefore;
}

interface NamePlace {
  readonly start: number;
  readonly isRead: boolean;
  readonly isInBody: boolean;
}

/** Where a cell reads and binds a name, in functions too. */
function placesOf(w: World, cell: number, name: Name): readonly NamePlace[] {
  const source = sourceOf(w, cell);
  const found = new Map<number, NamePlace>();
  const visit = (ops: readonly Op[], isInBody: boolean): void => {
    for (const op of ops) {
      if ((op.op === 'read' || op.op === 'bind') && op.name === name) {
        const { start } = op.at;
        if (source.startsWith(name, start)) {
          found.set(start, { start, isRead: op.op === 'read', isInBody });
        }
      } else if (op.op === 'define') {
        visitDefinition(op.definition);
      } else if (op.op === 'never') {
        visit(op.ops, isInBody);
      }
    }
  };
  const visitDefinition = ({ ops, methods }: Definition): void => {
    visit(ops, true);
    methods.forEach(visitDefinition);
  };
  visit(w.cells[cell]?.facts.ops ?? [], false);
  return [...found.values()];
}

function mentionsIn(source: string, name: Name): number {
  const words = source.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  return words.filter(word => word === name).length;
}
