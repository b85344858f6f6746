import type { Diagnostic } from '../diagnostic';
import { malformedCell } from '../messages/notebook';
import type { Outcome } from '../phase';
import { isObject, type JsonObject } from './json';
import { METADATA_KEY } from './own-metadata';
import type { Cell } from './types';

/** A cell with the metadata that roles and settings are read from. */
export interface RawCell {
  readonly cell: Cell;
  readonly metadata: JsonObject;
}

/** Reads the list of cells; damaged entries are reported and read as far as possible. */
export function readCells(
  entries: readonly unknown[]
): Outcome<readonly RawCell[]> {
  const diagnostics: Diagnostic[] = [];
  const taken = new Set<string>();
  const value = entries.flatMap((entry, index) => {
    const problems: string[] = [];
    const read = readCell(entry, index, taken, problem => {
      problems.push(problem);
    });
    const where = { cell: read?.cell.id ?? wishedId(entry, index), index };
    diagnostics.push(...problems.map(problem => malformedCell(where, problem)));
    return read ? [read] : [];
  });
  return { value, diagnostics };
}

function readCell(
  entry: unknown,
  index: number,
  taken: Set<string>,
  report: (problem: string) => void
): RawCell | null {
  if (!isObject(entry)) {
    report('it is not an object');
    return null;
  }
  const type = entry['cell_type'];
  if (type !== 'code' && type !== 'markdown' && type !== 'raw') {
    report('its type is unknown');
    return null;
  }
  const given = entry['metadata'];
  const metadata = isObject(given) ? given : {};
  if (given !== undefined && !isObject(given)) {
    report('its metadata are not an object');
  }
  const count = entry['execution_count'];
  const ignored = readIgnored(metadata);
  return {
    metadata,
    cell: {
      id: freeId(wishedId(entry, index), index, taken),
      index,
      type,
      source: readSource(entry['source'], report),
      tags: readTags(metadata['tags'], report),
      executionCount: typeof count === 'number' ? count : null,
      ...(ignored.length > 0 && { ignored })
    }
  };
}

function readIgnored(metadata: JsonObject): readonly string[] {
  const own = metadata[METADATA_KEY];
  const ignored = isObject(own) ? own['ignore'] : undefined;
  return Array.isArray(ignored)
    ? ignored.filter(code => typeof code === 'string')
    : [];
}

/** Cells of older notebooks have no id: their places stand for it. */
function wishedId(entry: unknown, index: number): string {
  const given = isObject(entry) ? entry['id'] : undefined;
  return typeof given === 'string' && given !== '' ? given : `cell-${index}`;
}

/** Careless tools copy ids: places make them unique. */
function freeId(wish: string, index: number, taken: Set<string>): string {
  let id = wish;
  for (let copy = index; taken.has(id); copy++) {
    id = `${wish}~${copy}`;
  }
  taken.add(id);
  return id;
}

/** The source of a cell with `\n` line ends; a damaged one is reported. */
export function readSource(
  source: unknown,
  report: (problem: string) => void
): string {
  const text = Array.isArray(source)
    ? source.filter(line => typeof line === 'string').join('')
    : source;
  if (typeof text !== 'string') {
    report('it has no source');
    return '';
  }
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function readTags(
  tags: unknown,
  report: (problem: string) => void
): readonly string[] {
  if (tags === undefined) {
    return [];
  }
  if (!Array.isArray(tags)) {
    report('its tags are not a list');
    return [];
  }
  const texts = tags.filter((tag): tag is string => typeof tag === 'string');
  if (texts.length < tags.length) {
    report('some of its tags are not text');
  }
  return texts;
}
