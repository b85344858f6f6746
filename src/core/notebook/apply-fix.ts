import type { Edit, Fix, Position } from '../diagnostic';
import type { Json } from '../immutable';
import { isObject, type JsonObject } from './json';
import { withNoted } from './learned';
import { METADATA_KEY, METADATA_VERSION } from './own-metadata';
import { readCells } from './read-cells';

interface KeyedCell {
  readonly id: string;
  readonly cell: JsonObject;
}

/**
 * The notebook, parsed from JSON, as it is after a fix. Edits of cells that it does not have are
 * left out; the notebook given stays as it is.
 */
export function applyFix(content: unknown, { edits }: Fix): unknown {
  if (!isObject(content) || !Array.isArray(content['cells'])) {
    return content;
  }
  const entries = content['cells'].filter(isObject);
  const read = readCells(entries).value;
  const cells = entries.map((cell, i) => ({
    id: read[i]?.cell.id ?? '',
    cell
  }));
  const edited = lastFirst(edits).reduce<readonly KeyedCell[]>(
    applyEdit,
    cells
  );
  return {
    ...content,
    ...notedIn(content, edited, edits),
    cells: edited.map(({ cell }) => cell)
  };
}

/** The metadata of the notebook where a fix concerns them. */
function notedIn(
  content: JsonObject,
  cells: readonly KeyedCell[],
  edits: readonly Edit[]
): { readonly metadata?: JsonObject } {
  let metadata = metadataOf(content);
  for (const edit of edits) {
    const found = cells.find(({ id }) => 'cell' in edit && id === edit.cell);
    if (edit.kind === 'changes' && found) {
      const source = sourceOf(found.cell);
      const own = withNoted(metadata, source, edit.name, edit.isChanged);
      metadata = { ...metadata, [METADATA_KEY]: own };
    }
  }
  return metadata === content['metadata'] ? {} : { metadata };
}

function sourceOf({ source }: JsonObject): string {
  return Array.isArray(source) ? source.join('') : String(source);
}

/** Edits of one text from its end, so that places before them stay right. */
export function lastFirst(edits: readonly Edit[]): readonly Edit[] {
  const place = (edit: Edit): number =>
    edit.kind === 'source' ? edit.start.line * 1e6 + edit.start.column : 0;
  return [...edits].sort((a, b) => place(b) - place(a));
}

/** The tags of a cell after some are taken away and others added, each once. */
export function changedTags(
  tags: readonly string[],
  change: {
    readonly remove: readonly string[];
    readonly add: readonly string[];
  }
): readonly string[] {
  const kept = tags.filter(tag => !change.remove.includes(tag));
  const added = change.add.filter(tag => !kept.includes(tag));
  return [...kept, ...new Set(added)];
}

/** Offset of a place that counts from 1; places outside are moved to the nearest inside. */
export function offsetAt(text: string, { line, column }: Position): number {
  const lines = text.split('\n');
  const row = Math.min(line, lines.length) - 1;
  const before = lines.slice(0, row).join('\n').length + (row > 0 ? 1 : 0);
  return before + Math.min(column - 1, lines[row]?.length ?? 0);
}

/** Our metadata of a cell, `kalette`, with a code that is not to be reported there any more. */
export function withIgnored(own: unknown, code: string): JsonObject {
  const known = isObject(own) ? own : {};
  const before = Array.isArray(known['ignore']) ? known['ignore'] : [];
  const ignore = before.includes(code) ? before : [...before, code];
  return { version: METADATA_VERSION, ...known, ignore };
}

function applyEdit(
  cells: readonly KeyedCell[],
  edit: Edit
): readonly KeyedCell[] {
  switch (edit.kind) {
    case 'tags':
      return change(cells, edit.cell, cell => {
        const tags = changedTags(textsOf(metadataOf(cell)['tags']), edit);
        return withMetadata(cell, 'tags', tags.length > 0 ? tags : undefined);
      });
    case 'source':
      return change(cells, edit.cell, cell => {
        const text = sourceOf(cell);
        const start = offsetAt(text, edit.start);
        const end = offsetAt(text, edit.end);
        return {
          ...cell,
          source: text.slice(0, start) + edit.text + text.slice(end)
        };
      });
    case 'insert':
      return putBeside(cells, edit, [newCell(cells, edit)]);
    case 'move': {
      const indexOf = (wish: string) =>
        cells.findIndex(({ id }) => id === wish);
      const moved = cells.slice(indexOf(edit.first), indexOf(edit.last) + 1);
      const others = cells.filter(one => !moved.includes(one));
      return putBeside(others, edit, moved);
    }
    case 'settings': {
      const from = cells.find(({ id }) => id === edit.from)?.cell;
      const own = from && metadataOf(from)[METADATA_KEY];
      return change(cells, edit.cell, cell =>
        withMetadata(cell, METADATA_KEY, own)
      );
    }
    case 'changes':
      return cells;
    case 'ignore':
      return change(cells, edit.cell, cell => {
        const own = metadataOf(cell)[METADATA_KEY];
        return withMetadata(cell, METADATA_KEY, withIgnored(own, edit.code));
      });
  }
}

function change(
  cells: readonly KeyedCell[],
  id: string,
  changed: (cell: JsonObject) => JsonObject
): readonly KeyedCell[] {
  return cells.map(one =>
    one.id === id ? { id, cell: changed(one.cell) } : one
  );
}

/** The cells with others put in; unknown places are the end. */
function putBeside(
  cells: readonly KeyedCell[],
  { beside, side }: { readonly beside: string; readonly side: string },
  added: readonly KeyedCell[]
): readonly KeyedCell[] {
  const found = cells.findIndex(({ id }) => id === beside);
  const place = found < 0 ? cells.length : found + (side === 'after' ? 1 : 0);
  return [...cells.slice(0, place), ...added, ...cells.slice(place)];
}

function newCell(
  cells: readonly KeyedCell[],
  { source, tags }: Extract<Edit, { readonly kind: 'insert' }>
): KeyedCell {
  const taken = new Set(cells.map(({ id }) => id));
  const numbers = Array.from({ length: taken.size + 1 }, (_, i) => i + 1);
  const free = numbers.map(i => `new-${i}`).find(name => !taken.has(name));
  const id = free ?? 'new';
  return {
    id,
    cell: {
      id,
      cell_type: 'code',
      execution_count: null,
      metadata: tags.length > 0 ? { tags: [...tags] } : {},
      outputs: [],
      source
    }
  };
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isObject(metadata) ? metadata : {};
}

function withMetadata(
  cell: JsonObject,
  key: string,
  value: Json | readonly string[] | undefined
): JsonObject {
  const { [key]: _, ...others } = metadataOf(cell);
  const metadata = value === undefined ? others : { ...others, [key]: value };
  return { ...cell, metadata: metadata as JsonObject };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string')
    : [];
}
