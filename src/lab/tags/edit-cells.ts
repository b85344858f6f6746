import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import {
  JSONExt,
  type PartialJSONObject,
  type ReadonlyPartialJSONValue
} from '@lumino/coreutils';

import type { Edit } from '../../core/diagnostic';
import type { Json } from '../../core/immutable';
import {
  changedTags,
  lastFirst,
  METADATA_KEY,
  METADATA_VERSION,
  offsetAt,
  withIgnored,
  withNoted
} from '../../core/notebook';
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

/**
 * Makes the edits of a fix as one undoable change of the notebook. What concerns the text of one
 * cell alone can be undone in its editor too, where typing is.
 */
export function applyEdits(
  notebook: ISharedNotebook,
  edits: readonly Edit[]
): void {
  const only = onlyTextOf(edits);
  const cell = only === null ? undefined : cellsById(notebook).get(only);
  const history = (cell as IWithHistory | undefined)?.undoManager;
  history?.addTrackedOrigin(notebook);
  notebook.transact(() => {
    for (const edit of lastFirst(edits)) {
      applyEdit(notebook, edit);
    }
  });
  history?.removeTrackedOrigin(notebook);
}

/** The cell whose text is all that these edits change; `null` where there is more. */
export function onlyTextOf(edits: readonly Edit[]): CellId | null {
  const [first] = edits;
  const isOnly =
    first?.kind === 'source' &&
    edits.every(edit => edit.kind === 'source' && edit.cell === first.cell);
  return isOnly ? first.cell : null;
}

/** JupyterLab's own cells, which remember their changes apart from the notebook. */
interface IWithHistory {
  readonly undoManager?: {
    addTrackedOrigin(origin: unknown): void;
    removeTrackedOrigin(origin: unknown): void;
  } | null;
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

function applyEdit(notebook: ISharedNotebook, edit: Edit): void {
  const cell = 'cell' in edit ? cellsById(notebook).get(edit.cell) : undefined;
  switch (edit.kind) {
    case 'insert':
    case 'move':
      place(notebook, edit);
      break;
    case 'tags':
    case 'source':
    case 'settings':
    case 'changes':
    case 'ignore':
      if (cell) {
        changeCell(notebook, cell, edit);
      }
  }
}

type PlaceEdit = Extract<Edit, { readonly kind: 'insert' | 'move' }>;

function changeCell(
  notebook: ISharedNotebook,
  cell: ISharedCell,
  edit: Exclude<Edit, PlaceEdit>
): void {
  switch (edit.kind) {
    case 'tags': {
      const tags = changedTags(tagsOf(cell), edit);
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
    case 'settings': {
      const from = cellsById(notebook).get(edit.from);
      const own = from?.getMetadata(METADATA_KEY);
      write(cell, METADATA_KEY, (own ?? null) as never);
      break;
    }
    case 'changes': {
      const known = notebook.getMetadata() as Readonly<Record<string, Json>>;
      const own = withNoted(known, cell.getSource(), edit.name, edit.isChanged);
      notebook.setMetadata(METADATA_KEY, own as PartialJSONObject);
      break;
    }
    case 'ignore': {
      const own = cell.getMetadata(METADATA_KEY);
      write(cell, METADATA_KEY, withIgnored(own, edit.code) as never);
    }
  }
}

function place(notebook: ISharedNotebook, edit: PlaceEdit): void {
  const indexOf = (id: CellId): number =>
    notebook.cells.findIndex(cell => cell.id === id);
  const target = indexOf(edit.beside) + (edit.side === 'after' ? 1 : 0);
  if (edit.kind === 'insert') {
    notebook.insertCell(target, {
      cell_type: 'code',
      source: edit.source,
      metadata: edit.tags.length > 0 ? { tags: [...edit.tags] } : {}
    });
    return;
  }
  const [first, last] = [indexOf(edit.first), indexOf(edit.last)];
  if (first >= 0 && last >= first && (target < first || target > last + 1)) {
    // Downward, it wants the place of the last cell that makes room.
    const to = first < target ? target - 1 : target;
    notebook.moveCells(first, to, last - first + 1);
  }
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
