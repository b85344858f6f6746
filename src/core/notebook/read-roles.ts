import type { Diagnostic, Fix, Where } from '../diagnostic';
import {
  aboveFirstStep,
  prevWithoutStep,
  severalSteps
} from '../messages/cells';
import {
  badSettingTag,
  badStepName,
  namelessStep,
  notebookCell,
  tagWithoutEffect
} from '../messages/notebook';
import type { Outcome } from '../phase';
import { judgeForeign, judgeRoles, nearestName } from './judge-tags';
import type { RawCell } from './read-cells';
import { isRoleTag, readTag, type TagMeaning } from './tags';
import type { PrevTag, Role, RoledCell } from './types';

/** A code cell with its role and what its tags say beside it. */
export interface TaggedCell extends RoledCell {
  readonly raw: RawCell;
  /** Explicit dependencies; empty unless the cell itself names its step. */
  readonly prev: readonly PrevTag[];
  readonly settings: readonly TagMeaning[];
}

interface Above {
  readonly role: Role | null;
  readonly step: string | null;
}

/**
 * Gives each code cell its role: `skip` wins over all, any other role tag over a step, and
 * the first of several decides, as in Kale. A cell without a role continues the nearest
 * tagged cell above it that is not skipped.
 */
export function readRoles(
  cells: readonly RawCell[]
): Outcome<readonly TaggedCell[]> {
  const diagnostics: Diagnostic[] = [];
  const code = cells.filter(({ cell }) => cell.type === 'code');
  const isTagged = code.some(({ cell }) => cell.tags.some(isRoleTag));
  let above: Above = { role: null, step: null };
  const awaited = namesAwaited(code);
  const value = code.map(raw => {
    const read = readRole(raw, above, awaited, diagnostics);
    if (read.own && read.role !== 'skip') {
      above = read;
    }
    return read;
  });
  if (isTagged) {
    diagnostics.push(...leftOutCells(value));
  }
  return { value, diagnostics };
}

function readRole(
  raw: RawCell,
  above: Above,
  awaited: ReadonlySet<string>,
  diagnostics: Diagnostic[]
): TaggedCell {
  const { cell } = raw;
  const where: Where = { cell: cell.id, index: cell.index };
  const tags = cell.tags.map(tag => ({ tag, meaning: readTag(tag) }));
  const own = ownRole(tags.map(({ meaning }) => meaning));
  const { role, step } = own ?? above;
  if (role !== 'skip') {
    for (const { tag, meaning } of tags) {
      diagnostics.push(...judge(tag, meaning, where, own, above));
    }
    diagnostics.push(...judgeRoles(tags, where, role));
  }
  if (own?.role === 'step' && own.names.length > 1) {
    const fixes = keepOne(raw, own.names, awaited);
    diagnostics.push(severalSteps(where, own.names, fixes));
  }
  return {
    raw,
    cell,
    role,
    step,
    own: own !== null,
    prev: own?.role === 'step' ? readPrev(tags, cell.id) : [],
    settings: role === 'step' ? tags.map(({ meaning }) => meaning) : []
  };
}

interface OwnRole extends Above {
  readonly role: Role;
  /** Every step that the cell names. */
  readonly names: readonly string[];
}

function ownRole(meanings: readonly TagMeaning[]): OwnRole | null {
  const special = (role: Role): OwnRole => ({ role, step: null, names: [] });
  const roles = meanings.flatMap(item =>
    item.kind === 'role' ? [item.role] : []
  );
  const role = roles.includes('skip') ? 'skip' : roles[0];
  if (role !== undefined) {
    return special(role);
  }
  for (const meaning of meanings) {
    if (meaning.kind === 'notebook') {
      // Never run as ordinary code: what the other notebook would do is not known.
      return special('skip');
    }
    if (meaning.kind === 'step' && meaning.names[0] !== undefined) {
      return {
        role: 'step',
        step: meaning.names[0],
        names: stepNames(meanings)
      };
    }
  }
  return null;
}

function stepNames(meanings: readonly TagMeaning[]): readonly string[] {
  const names = meanings.flatMap(item =>
    item.kind === 'step' ? item.names : []
  );
  return [...new Set(names)];
}

type Tag = { readonly tag: string; readonly meaning: TagMeaning };

function readPrev(tags: readonly Tag[], cell: string): readonly PrevTag[] {
  return tags.flatMap(({ tag, meaning }) =>
    meaning.kind === 'prev'
      ? meaning.names.map(step => ({ step, cell, tag }))
      : []
  );
}

/** What is wrong with one tag in its place, if anything. */
function judge(
  tag: string,
  meaning: TagMeaning,
  where: Where,
  own: OwnRole | null,
  above: Above
): readonly Diagnostic[] {
  switch (meaning.kind) {
    case 'malformed':
      return meaning.about === 'name'
        ? [badStepName(where, tag, rename(tag, where))]
        : [badSettingTag(where, tag)];
    case 'prev': {
      if (own === null && meaning.names.length > 0) {
        const isItself =
          above.step !== null && meaning.names.includes(above.step);
        return [prevWithoutStep(where, tag, isItself ? null : above.step)];
      }
      return isIdle(own) ? [tagWithoutEffect(where, tag, own.role)] : [];
    }
    case 'limit':
    case 'label':
    case 'annotation':
    case 'image':
    case 'cache':
    case 'secret':
      return isIdle(own) ? [tagWithoutEffect(where, tag, own.role)] : [];
    case 'step':
      return meaning.names.length === 0
        ? [namelessStep(where, tag, own === null ? above.step : own.step)]
        : [];
    case 'foreign':
      return judgeForeign(tag, where);
    case 'role':
    case 'report':
    case 'notebook':
      return [];
  }
}

function isIdle(own: OwnRole | null): own is OwnRole {
  return own !== null && own.role !== 'step';
}

/** Offers the nearest legal name; nothing when no letter is left of it. */
function rename(tag: string, where: Where): readonly Fix[] {
  const colon = tag.indexOf(':');
  const name = nearestName(tag.slice(colon + 1));
  const added = `${tag.slice(0, colon)}:${name}`;
  return name === ''
    ? []
    : [
        {
          title: `Replace by ${added}`,
          edits: [
            { kind: 'tags', cell: where.cell, remove: [tag], add: [added] }
          ]
        }
      ];
}

/** Names of steps that some cell waits for. */
function namesAwaited(cells: readonly RawCell[]): ReadonlySet<string> {
  const meanings = cells.flatMap(({ cell }) => cell.tags.map(readTag));
  return new Set(
    meanings.flatMap(one => (one.kind === 'prev' ? one.names : []))
  );
}

/** One of the names stays; others that a cell waits for would be missed. */
function keepOne(
  raw: RawCell,
  names: readonly string[],
  awaited: ReadonlySet<string>
): readonly Fix[] {
  const { id, tags } = raw.cell;
  const remove = tags.filter(tag => readTag(tag).kind === 'step');
  const kept = names.filter(name =>
    names.every(other => other === name || !awaited.has(other))
  );
  return kept.map(name => ({
    title: `Keep ${name}`,
    edits: [{ kind: 'tags', cell: id, remove, add: [`step:${name}`] }]
  }));
}

/** DF102 for each cell with code above the first role, and NB16 for notebooks in cells. */
function leftOutCells(cells: readonly TaggedCell[]): readonly Diagnostic[] {
  const isTagged = cells.some(({ role }) => role !== null);
  const taken = new Set(cells.map(({ step }) => step));
  const free = ['start', ...cells.map((_, i) => `start_${i + 2}`)].find(
    name => !taken.has(name)
  );
  return cells.flatMap(({ cell, role, own }) => {
    const where: Where = { cell: cell.id, index: cell.index };
    if (isTagged && role === null && hasCode(cell.source)) {
      return [aboveFirstStep(where, free ?? 'start')];
    }
    const tag = cell.tags.find(item => readTag(item).kind === 'notebook');
    return own && tag !== undefined && !cell.tags.includes('skip')
      ? [notebookCell(where, tag)]
      : [];
  });
}

/** True for a cell that does more than to install: a pipeline's environment is made elsewhere. */
function hasCode(source: string): boolean {
  return source
    .split('\n')
    .some(line => line.trim() !== '' && !IDLE_LINE.test(line));
}

const IDLE_LINE =
  /^\s*(?:#|(?:!|%)\s*(?:pip3?|conda|mamba|uv|(?:\{sys\.executable\}|python3?)\s+-m\s+pip)\s+(?:pip\s+)?install\b)/;
