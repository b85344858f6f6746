import type { Edit, Fix } from '../../diagnostic';
import { fixTitles } from '../../messages/fixes';
import { isRoleTag, readTag, type TagMeaning } from '../../notebook/tags';
import type { Notebook, RoledCell, StepName } from '../../notebook/types';
import { renameStep } from '../../notebook/write-tags';
import { boundness, type Site } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { lastWhere } from './lines';

/** Cells that stand together under one tag: the first carries it. Places among the code cells. */
interface Block {
  readonly first: number;
  readonly last: number;
}

/** The block that a cell is in; `null` for cells above the first tagged one. */
function blockAt({ notebook: { cells } }: World, cell: number): Block | null {
  let first = cell;
  while (first > 0 && cells[first]?.own === false) {
    first--;
  }
  let last = cell;
  while (cells[last + 1]?.own === false) {
    last++;
  }
  return cells[first]?.own === true ? { first, last } : null;
}

/**
 * For a cell that cannot run together with the others of its step (DF104): a step of its own from
 * here on, or a place beside the others.
 */
export function resumedFixes(w: World, site: Site, step: string): Fix[] {
  const block = blockAt(w, site.cell);
  const head = block && w.notebook.cells[block.first];
  return head && head.role === 'step' && head.step === step
    ? [...ownStep(w, block, step), ...moveUp(w, block, step)]
    : [];
}

/** Step tags that a new step takes over from the one that it was a part of. */
const SETTINGS: ReadonlySet<TagMeaning['kind']> = new Set([
  'image',
  'limit',
  'cache',
  'label',
  'annotation',
  'secret'
]);

function ownStep(w: World, { first }: Block, step: string): Fix[] {
  const { cells, steps } = w.notebook;
  const name = freeStep(w, step);
  const later = cells.slice(first).filter(one => one.own && one.step === step);
  if (later.some(({ cell }) => stepTags(cell.tags).length !== 1)) {
    return [];
  }
  const edits = later.map(({ cell }): Edit => ({
    kind: 'tags',
    cell: cell.id,
    remove: stepTags(cell.tags),
    add: [`step:${name}`]
  }));
  const settings = cells
    .slice(0, first)
    .filter(one => one.step === step)
    .flatMap(({ cell }) => cell.tags)
    .filter(tag => SETTINGS.has(readTag(tag).kind));
  const head = cells[first]?.cell.id ?? '';
  const declared = steps.find(one => one.name === step);
  const { retry, timeoutSeconds, environment } = declared?.settings ?? {};
  const isHeld = retry ?? timeoutSeconds ?? environment;
  return [
    {
      title: fixTitles.ownStep(name),
      edits: [
        ...edits,
        ...(settings.length > 0
          ? [{ kind: 'tags' as const, cell: head, remove: [], add: settings }]
          : []),
        ...(isHeld !== undefined && declared?.cells[0] !== undefined
          ? [
              {
                kind: 'settings' as const,
                cell: head,
                from: declared.cells[0]
              }
            ]
          : [])
      ]
    }
  ];
}

function moveUp(w: World, block: Block, step: string): Fix[] {
  const { cells } = w.notebook;
  const above = lastWhere(
    cells.slice(0, block.first),
    one => one.step === step
  );
  const beside = cells[above]?.cell.id;
  return beside !== undefined && canMoveUp(w, block, above)
    ? [
        {
          title: fixTitles.moveUp(step),
          edits: [moveEdit(w, block, beside, 'after')]
        }
      ]
    : [];
}

function moveEdit(
  w: World,
  { first, last }: Block,
  beside: string,
  side: 'before' | 'after'
): Edit {
  const idOf = (i: number) => w.notebook.cells[i]?.cell.id ?? '';
  return { kind: 'move', first: idOf(first), last: idOf(last), beside, side };
}

/**
 * True when all that these cells look up is there right behind another cell too, and they delete
 * nothing that the cells between may need.
 */
function canMoveUp(w: World, { first, last }: Block, above: number): boolean {
  const moved = w.cells.slice(first, last + 1);
  const isDeleting = moved.some(({ facts }) =>
    facts.ops.some(({ op }) => op === 'unbind')
  );
  return (
    !isDeleting &&
    moved.every(({ run }) =>
      [...run.names].every(name => {
        let isBetween = false;
        for (let one = w.env.get(name) ?? null; one; one = one.previous) {
          const { cell } = one.site;
          if (cell > last) {
            continue;
          }
          if (cell <= above) {
            return boundness(one) === 'bound';
          }
          isBetween ||= cell < first;
        }
        return !isBetween;
      })
    )
  );
}

/** For a repeated cell that defines again what a step above it uses (DF109). */
export function moveAboveSteps(w: World, site: Site): Fix[] {
  const { cells } = w.notebook;
  const first = cells.findIndex(({ role }) => role === 'step');
  const target = blockAt(w, first)?.first;
  const block = blockAt(w, site.cell);
  const beside = target === undefined ? undefined : cells[target]?.cell.id;
  return target !== undefined &&
    beside !== undefined &&
    block &&
    block.first > target &&
    canMoveUp(w, block, target - 1)
    ? [
        {
          title: fixTitles.moveAboveSteps(),
          edits: [moveEdit(w, block, beside, 'before')]
        }
      ]
    : [];
}

/** For a name that is read above the cell that defines it (DF306). */
export function moveDefinition(w: World, reader: Site, maker: Site): Fix[] {
  const { cells } = w.notebook;
  const from = blockAt(w, maker.cell);
  const to = blockAt(w, reader.cell);
  const isSame = from !== null && from.first === to?.first;
  const moved = isSame ? { first: maker.cell, last: maker.cell } : from;
  const target = isSame ? reader.cell : to?.first;
  const beside = target === undefined ? undefined : cells[target]?.cell.id;
  const isWhole =
    target !== undefined &&
    moved !== null &&
    target < moved.first &&
    // The tag at the head of a block is that of all its cells.
    (isSame ? cells[target]?.own === false : moved.first === moved.last);
  return isWhole && beside !== undefined && canMoveUp(w, moved, target - 1)
    ? [
        {
          title: fixTitles.moveAbove((cells[maker.cell]?.cell.index ?? 0) + 1),
          edits: [moveEdit(w, moved, beside, 'before')]
        }
      ]
    : [];
}

/**
 * Makes two steps one. Offered where no other step stands between their cells, and the later one
 * has no settings that would get lost.
 */
export function mergeSteps(
  w: World,
  earlier: StepRecord | undefined,
  later: StepRecord | undefined
): Fix[] {
  if (!earlier || !later || !isMergeable(w, earlier, later)) {
    return [];
  }
  const names = [earlier.name, later.name];
  const edits = w.notebook.cells.flatMap((roled): Edit[] => {
    const change = mergedTags(roled, earlier.name, later.name, names);
    return change ? [{ kind: 'tags', cell: roled.cell.id, ...change }] : [];
  });
  return [{ title: fixTitles.mergeSteps(earlier.name, later.name), edits }];
}

function isMergeable(
  { notebook: { cells, steps } }: World,
  earlier: StepRecord,
  later: StepRecord
): boolean {
  const isTheirs = ({ step }: RoledCell) =>
    step === earlier.name || step === later.name;
  const first = cells.findIndex(isTheirs);
  const last = lastWhere(cells, isTheirs);
  const declared = steps.find(({ name }) => name === later.name);
  return (
    declared !== undefined &&
    Object.keys(declared.settings).length === 0 &&
    cells
      .slice(first, last + 1)
      .every(one => isTheirs(one) || one.role !== 'step')
  );
}

function mergedTags(
  { cell, own, step }: RoledCell,
  earlier: string,
  later: string,
  names: readonly string[]
): { readonly remove: string[]; readonly add: string[] } | null {
  const isTheirs = own && step !== null && names.includes(step);
  const remove: string[] = [];
  const add: string[] = [];
  for (const tag of cell.tags) {
    const meaning = readTag(tag);
    const isNamed =
      (meaning.kind === 'prev' || meaning.kind === 'step') &&
      meaning.names.some(name =>
        isTheirs && meaning.kind === 'prev'
          ? names.includes(name)
          : name === later
      );
    if (isNamed) {
      remove.push(tag);
      const isOwnPrev = isTheirs && meaning.kind === 'prev';
      const others = meaning.names.filter(name => !names.includes(name));
      add.push(
        ...(isOwnPrev
          ? others.map(name => `prev:${name}`)
          : renameStep([tag], later, earlier))
      );
    }
  }
  return remove.length > 0 ? { remove, add } : null;
}

/** A name that no step has. */
function freeStep({ notebook: { steps } }: World, wish: StepName): StepName {
  const taken = new Set(steps.map(({ name }) => name));
  let number = 2;
  while (taken.has(`${wish}_${number}`)) {
    number++;
  }
  return `${wish}_${number}`;
}

function stepTags(tags: readonly string[]): string[] {
  return tags.filter(tag => readTag(tag).kind === 'step');
}

/** True when a skipped cell would belong to a step without its tag. */
export function isStepWithoutSkip({ cells }: Notebook, cell: number): boolean {
  const tags = cells[cell]?.cell.tags ?? [];
  const rest = tags.filter(tag => tag !== 'skip' && isRoleTag(tag));
  const above = cells
    .slice(0, cell)
    .filter(({ own, role }) => own && role !== 'skip')
    .at(-1);
  return rest.length > 0
    ? rest.every(tag => readTag(tag).kind === 'step')
    : above?.role === 'step';
}
