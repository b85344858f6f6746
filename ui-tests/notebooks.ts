import type { APIRequestContext } from '@playwright/test';

/** A cell by its tags and source; `null` for tags makes it text. */
export type CellInput = readonly [
  tags: readonly string[] | null,
  source: string
];

/** A Python notebook with ids `c0`, `c1`, … */
export function notebookOf(cells: readonly CellInput[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3 (ipykernel)',
        language: 'python'
      },
      language_info: { name: 'python' }
    },
    cells: cells.map(([tags, source], index) =>
      tags === null
        ? { id: `c${index}`, cell_type: 'markdown', metadata: {}, source }
        : {
            id: `c${index}`,
            cell_type: 'code',
            metadata: tags.length > 0 ? { tags } : {},
            source,
            outputs: [],
            execution_count: null
          }
    )
  };
}

/** Standard library alone, and done in a second. */
export const QUICK = notebookOf([
  [['pipeline-parameters'], 'SIDES = 6\nFAST = True\nNAME = "dice"'],
  [['step:throw', 'mine'], 'throws = [1, SIDES]\nprint("thrown", throws)'],
  [['step:total'], 'total = sum(throws)\ntotal'],
  [['step:list'], 'names = [NAME] * len(throws)'],
  [['pipeline-metrics'], 'print(total)']
]);

/** Puts a notebook on the server; `path` is relative to the served folder. */
export async function upload(
  request: APIRequestContext,
  path: string,
  content: object
): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (folder !== '') {
    await request.put(`api/contents/${folder}`, {
      data: { type: 'directory' }
    });
  }
  const response = await request.put(`api/contents/${path}`, {
    data: { type: 'notebook', format: 'json', content }
  });
  if (!response.ok()) {
    throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  }
}
