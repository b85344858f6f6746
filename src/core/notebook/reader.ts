import type { Outcome } from '../phase';
import { isSameData } from '../same-data';
import { isObject, type JsonObject } from './json';
import { readSource } from './read-cells';
import { readNotebook } from './read-notebook';
import type { Notebook } from './types';

type Reader = (
  content: unknown,
  file: { readonly name: string }
) => Outcome<Notebook>;

/** What a notebook was made of, without the outputs. */
interface Draft {
  readonly name: string;
  readonly format: unknown;
  readonly metadata: unknown;
  readonly cells: readonly Entry[];
  /** What the cells were read from. */
  readonly entries: readonly unknown[];
}

interface Entry {
  readonly id: unknown;
  readonly type: unknown;
  readonly metadata: unknown;
  readonly count: unknown;
  readonly source: string;
}

/**
 * As `readNotebook`, for the states of one notebook: where nothing but sources differs from the
 * state before, roles and settings are taken from there.
 */
export function createReader(): Reader {
  let last: { readonly draft: Draft; readonly read: Outcome<Notebook> } | null =
    null;
  return (content, file) => {
    const draft = draftOf(content, file.name, last?.draft ?? null);
    const edited =
      draft && last && isSameButSources(last.draft, draft)
        ? withSources(last.read, last.draft, draft)
        : null;
    const read = edited ?? readNotebook(content, file);
    last = draft ? { draft, read } : null;
    return read;
  };
}

/** `null` for what is better read anew: damaged notebooks, and sources in lines. */
function draftOf(
  content: unknown,
  name: string,
  before: Draft | null
): Draft | null {
  const entries = isObject(content) ? content['cells'] : null;
  if (!isObject(content) || !Array.isArray(entries)) {
    return null;
  }
  const cells: Entry[] = [];
  for (let i = 0; i < entries.length; i++) {
    const entry: unknown = entries[i];
    const known = before?.entries[i] === entry ? before?.cells[i] : null;
    const source = isObject(entry) ? entry['source'] : null;
    if (!isObject(entry) || typeof source !== 'string') {
      return null;
    }
    cells.push(known?.source === source ? known : entryOf(entry, source));
  }
  const { nbformat: format, metadata } = content;
  return { name, format, metadata, cells, entries };
}

function entryOf(entry: JsonObject, source: string): Entry {
  const { id, cell_type: type, metadata, execution_count: count } = entry;
  return { id, type, metadata, count, source };
}

function isSameButSources(old: Draft, now: Draft): boolean {
  return (
    old.name === now.name &&
    old.format === now.format &&
    old.cells.length === now.cells.length &&
    isSameData(old.metadata, now.metadata) &&
    areSameEntries(old.cells, now.cells)
  );
}

function areSameEntries(old: readonly Entry[], now: readonly Entry[]): boolean {
  for (let i = 0; i < old.length; i++) {
    const entry = old[i];
    // Most are the very same.
    if (entry && entry !== now[i] && !isSameEntry(entry, now[i])) {
      return false;
    }
  }
  return true;
}

function isSameEntry(old: Entry, now: Entry | undefined): boolean {
  return (
    old.id === now?.id &&
    old.type === now?.type &&
    old.count === now?.count &&
    isSameData(old.metadata, now?.metadata)
  );
}

/** `null` where a source decides more than itself: above the first role. */
function withSources(
  { value, diagnostics }: Outcome<Notebook>,
  old: Draft,
  now: Draft
): Outcome<Notebook> | null {
  const cells = [...value.cells];
  for (let position = 0; position < cells.length; position++) {
    const roled = cells[position];
    const entry = now.cells[roled?.cell.index ?? -1];
    const before = old.cells[roled?.cell.index ?? -1];
    const source = entry?.source ?? '';
    if (!roled || entry === before || source === before?.source) {
      continue;
    }
    if (roled.role === null) {
      return null;
    }
    const cell = { ...roled.cell, source: readSource(source, () => undefined) };
    cells[position] = { ...roled, cell };
  }
  return { value: { ...value, cells }, diagnostics };
}
