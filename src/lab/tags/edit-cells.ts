import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { JSONExt, type ReadonlyPartialJSONValue } from '@lumino/coreutils';

import type { Edit, Position } from '../../core/diagnostic';
import type { Json } from '../../core/immutable';
import { METADATA_KEY, METADATA_VERSION } from '../../core/notebook';
import type { CellId } from '../../core/notebook/types';

/** New metadata of a cell; what is left out stays as it is. */
export interface ICellChange {
  readonly cell: CellId;
  readonly tags?: readonly string[];
  /** Our own metadata; `null` takes them away. */
  readonly kalette?: { readonly [key: string]: Json } | null;
}

/** Writes metadata of cells as one undoable change; equal values are not written. */
export function changeCells(
  notebook: ISharedNotebook,
  changes: readonly ICellChange[]
): void {
  const cells = cellsById(notebook);
  notebook.transact(() => {
    for (const change of changes) {
      const cell = cells.get(change.cell);
      if (!cell) {
        continue;
      }
      if (change.tags) {
        write(cell, 'tags', change.tags.length > 0 ? change.tags : null);
      }
      if (change.kalette !== undefined) {
        write(cell, METADATA_KEY, change.kalette);
      }
    }
  });
}

/** Makes the edits of a fix as one undoable change. */
export function applyEdits(
  notebook: ISharedNotebook,
  edits: readonly Edit[]
): void {
  const cells = cellsById(notebook);
  notebook.transact(() => {
    for (const edit of lastFirst(edits)) {
      const cell = cells.get(edit.cell);
      if (cell) {
        applyEdit(cell, edit);
      }
    }
  });
}

/** Gives the pipeline a name of its own; an empty one takes it back. */
export function namePipeline(notebook: ISharedNotebook, name: string): void {
  const before = notebook.getMetadata(METADATA_KEY);
  const known = JSONExt.isObject(before ?? null)
    ? (before as Record<string, Json>)
    : {};
  const { name: _, ...others } = known;
  const next = {
    version: METADATA_VERSION,
    ...others,
    ...(name !== '' && { name })
  };
  notebook.transact(() => {
    notebook.setMetadata(METADATA_KEY, next);
  });
}

/** The tags of a cell, without what is no text. */
export function tagsOf(cell: ISharedCell): readonly string[] {
  const tags: unknown = cell.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}

/** Cells of a notebook by their ids. */
export function cellsById(
  notebook: ISharedNotebook
): ReadonlyMap<CellId, ISharedCell> {
  return new Map(notebook.cells.map(cell => [cell.id, cell]));
}

function applyEdit(cell: ISharedCell, edit: Edit): void {
  switch (edit.kind) {
    case 'tags': {
      const kept = tagsOf(cell).filter(tag => !edit.remove.includes(tag));
      const added = edit.add.filter(tag => !kept.includes(tag));
      const tags = [...kept, ...added];
      write(cell, 'tags', tags.length > 0 ? tags : null);
      break;
    }
    case 'source': {
      const source = cell.getSource();
      cell.updateSource(
        offsetAt(source, edit.start),
        offsetAt(source, edit.end),
        edit.text
      );
      break;
    }
  }
}

/** Edits of one text from its end, so that places before them stay right. */
function lastFirst(edits: readonly Edit[]): readonly Edit[] {
  const place = (edit: Edit): number =>
    edit.kind === 'source' ? edit.start.line * 1e6 + edit.start.column : 0;
  return [...edits].sort((a, b) => place(b) - place(a));
}

/** Offset of a place that counts from 1; places outside are moved to the nearest inside. */
export function offsetAt(text: string, { line, column }: Position): number {
  const lines = text.split('\n');
  const row = Math.min(line, lines.length) - 1;
  const before = lines.slice(0, row).join('\n').length + (row > 0 ? 1 : 0);
  return before + Math.min(column - 1, lines[row].length);
}

function write(
  cell: ISharedCell,
  key: string,
  value: ReadonlyPartialJSONValue | readonly string[] | null
): void {
  const before = cell.getMetadata(key);
  if (value === null) {
    if (before !== undefined) {
      cell.deleteMetadata(key);
    }
  } else if (!JSONExt.deepEqual(before ?? null, value as never)) {
    cell.setMetadata(key, value as never);
  }
}
