import type { CellId, Role, StepName } from '../../notebook/types';
import { outlineOf, type CellOutline } from '../../python/outline/outline';
import { suggestRoles } from './roles';
import { activityOf, nameOfCode, nameOfText, uniqueNames } from './names';
import { headingsOf, titleOf, type Heading } from './headings';

/** A cell of a notebook without tags. */
export interface UntaggedCell {
  readonly id: CellId;
  readonly type: 'code' | 'markdown' | 'raw';
  /** Source with `\n` line ends. */
  readonly source: string;
}

/** A role for a cell to be tagged with; the untagged cells below it continue it. */
export interface SuggestedRole {
  readonly cell: CellId;
  readonly role: Role;
  /** Set exactly when `role` is `step`. */
  readonly step: StepName | null;
}

/** So many steps at most are suggested. */
const STEP_LIMIT = 12;

/** A code cell in its place. */
export interface OutlinedCell {
  readonly id: CellId;
  /** Place in the notebook, from 0. */
  readonly index: number;
  readonly size: number;
  readonly outline: CellOutline;
}

/** Neighbouring cells that make one step, and what stands above them. */
interface Group {
  readonly cells: readonly OutlinedCell[];
  /** Text to name the step after; empty if there is none. */
  readonly text: string;
  /** The text is the title of the notebook, which says little about one step. */
  readonly isTitle: boolean;
}

/**
 * Steps for a notebook without tags, by its headings, else by the gaps between its cells. Gives
 * the cells to tag, in notebook order: the first of each step, and those where another begins.
 * Never more than 12 steps; none for a notebook without code.
 */
export function suggestSteps(
  cells: readonly UntaggedCell[]
): readonly SuggestedRole[] {
  const code = cells.flatMap(({ id, type, source }, index) =>
    type === 'code'
      ? [{ id, index, size: source.length, outline: outlineOf(source) }]
      : []
  );
  const full = code.filter(({ outline }) => outline.sort !== 'empty');
  const roles = suggestRoles(full.map(({ outline }) => outline));
  const inSteps = full.filter((_, i) => roles[i] === 'step');
  const groups = limitGroups(groupCells(cells, inSteps));
  const names = nameGroups(groups, full);
  const steps = new Map(
    groups.flatMap((group, i) =>
      group.cells.map(({ id }) => [id, names[i] ?? ''] as const)
    )
  );
  return onlyFirst(
    full.map(({ id }, i) => ({
      cell: id,
      role: roles[i] ?? 'step',
      step: steps.get(id) ?? null
    }))
  );
}

/** Leaves out cells that would continue the one above without a tag of their own. */
function onlyFirst(roles: readonly SuggestedRole[]): readonly SuggestedRole[] {
  let above: SuggestedRole | null = null;
  return roles.filter(here => {
    if (here.role === 'skip') {
      return true;
    }
    const isSame = above?.role === here.role && above.step === here.step;
    above = here;
    return !isSame;
  });
}

function groupCells(
  cells: readonly UntaggedCell[],
  inSteps: readonly OutlinedCell[]
): readonly Group[] {
  const headings = headingsOf(cells);
  const byLevel = [1, 2, 3, 4, 5, 6].map(level =>
    groupByHeadings(inSteps, headings, level)
  );
  const fitting = (least: number, most: number): readonly Group[] | undefined =>
    byLevel.find(({ length }) => length >= least && length <= most);
  return (
    fitting(3, STEP_LIMIT) ??
    fitting(2, STEP_LIMIT) ??
    fitting(2, Infinity) ??
    groupByGaps(cells, inSteps, headings)
  );
}

function groupByHeadings(
  inSteps: readonly OutlinedCell[],
  headings: readonly Heading[],
  level: number
): readonly Group[] {
  const shown = headings.filter(heading => heading.level <= level);
  const above = inSteps.map(
    ({ index }) => shown.filter(heading => heading.index < index).length - 1
  );
  return groupBy(inSteps, i => above[i] ?? -1).map(([place, cells]) => {
    const heading = shown[place];
    const isTitle = place === 0 && (heading?.level ?? 0) < level;
    return { cells, text: heading?.text ?? '', isTitle };
  });
}

/** Groups that text or empty cells set apart; where nothing does, cells that do the same. */
function groupByGaps(
  cells: readonly UntaggedCell[],
  inSteps: readonly OutlinedCell[],
  headings: readonly Heading[]
): readonly Group[] {
  const gaps = cells.flatMap(({ type, source }, index) =>
    type !== 'code' || source.trim() === '' ? [index] : []
  );
  const above = inSteps.map(({ index }) =>
    Math.max(-1, ...gaps.filter(gap => gap < index))
  );
  const groups = groupBy(inSteps, i => above[i] ?? -1);
  if (groups.length > 1) {
    const hasTitle = headings[0]?.index === 0;
    return groups.map(([gap, members]) => ({
      cells: members,
      text: gap === 0 && hasTitle ? '' : titleOf(cells[gap]?.source ?? ''),
      isTitle: false
    }));
  }
  const activities = inSteps.map(({ outline }) => activityOf(outline));
  return groupBy(inSteps, i => activities[i] || String(i)).map(
    ([, members]) => ({ cells: members, text: '', isTitle: false })
  );
}

/** Runs of neighbours with the same key. */
function groupBy<T, K>(
  items: readonly T[],
  keyOf: (index: number) => K
): readonly (readonly [K, readonly T[]])[] {
  const groups: [K, T[]][] = [];
  items.forEach((item, i) => {
    const key = keyOf(i);
    const last = groups.at(-1);
    if (last?.[0] === key) {
      last[1].push(item);
    } else {
      groups.push([key, [item]]);
    }
  });
  return groups;
}

/**
 * Joins neighbours until there are not too many: where the most names would have to be handed on,
 * so that the cuts that stay are those that little goes across; among equals, those with the least
 * code.
 */
function limitGroups(groups: readonly Group[]): readonly Group[] {
  const handed = namesAcross(groups);
  const left = groups.map((group, i) => ({
    group,
    size: group.cells.reduce((sum, { size }) => sum + size, 0),
    /** Names across the cut behind it. */
    handed: handed[i] ?? 0
  }));
  while (left.length > STEP_LIMIT) {
    let best = 0;
    const gain = (i: number) =>
      (left[i]?.handed ?? 0) * 1e9 -
      ((left[i]?.size ?? 0) + (left[i + 1]?.size ?? 0));
    for (let i = 1; i < left.length - 1; i++) {
      best = gain(i) > gain(best) ? i : best;
    }
    const [first, second] = left.slice(best, best + 2);
    if (first && second) {
      const cells = [...first.group.cells, ...second.group.cells];
      const group = { ...first.group, cells };
      left.splice(best, 2, {
        group,
        size: first.size + second.size,
        handed: second.handed
      });
    }
  }
  return left.map(({ group }) => group);
}

/** For the cut behind each group, how many names bound above it are needed below. */
function namesAcross(groups: readonly Group[]): readonly number[] {
  const bound = new Map<string, number>();
  const needed = new Map<string, number>();
  groups.forEach(({ cells }, i) => {
    for (const { outline } of cells) {
      outline.needs.forEach(name => needed.set(name, i));
      outline.binds.forEach(name => bound.set(name, bound.get(name) ?? i));
    }
  });
  const across = groups.map(() => 0);
  for (const [name, from] of bound) {
    for (let i = from; i < (needed.get(name) ?? 0); i++) {
      across[i] = (across[i] ?? 0) + 1;
    }
  }
  return across;
}

function nameGroups(
  groups: readonly Group[],
  code: readonly OutlinedCell[]
): readonly StepName[] {
  const functions = new Set(
    code.flatMap(({ outline }) =>
      outline.sort === 'functions' ? [...outline.binds] : []
    )
  );
  const names = groups.map(({ cells, text, isTitle }) => {
    const byText = nameOfText(text);
    const byCode = nameOfCode(
      cells.map(({ outline }) => outline),
      functions
    );
    return isTitle ? byCode || byText : byText || byCode;
  });
  return uniqueNames(names);
}
