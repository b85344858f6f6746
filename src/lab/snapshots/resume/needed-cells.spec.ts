import type { NotebookPanel } from '@jupyterlab/notebook';

import type { MissingVariable } from '../../../core/api/types';
import { canBeMade, runNeeded } from './needed-cells';
import { ALL_RUN } from './resume-report';

const ran: (readonly string[])[] = [];

jest.mock('./run-cells', () => ({
  runCells: (_: unknown, ids: readonly string[]) => {
    ran.push(ids);
    return Promise.resolve(ALL_RUN);
  }
}));

const missing = (
  name: string,
  index: number | null,
  others: Partial<MissingVariable> = {}
): MissingVariable => ({
  ...{ name, type: 'x', reason: 'an open file', cell: null, index },
  ...others
});

/** A notebook of five cells whose kernel has these names. */
function notebook(names: readonly string[]): NotebookPanel {
  const requestExecute = (request: {
    readonly user_expressions: Readonly<Record<string, string>>;
  }) => {
    const found = Object.entries(request.user_expressions).map(
      ([key, text]) => {
        const has = names.some(name => text === `"${name}" in globals()`);
        return [key, { data: { 'text/plain': has ? 'True' : 'False' } }];
      }
    );
    const user_expressions = Object.fromEntries(found) as unknown;
    return {
      done: Promise.resolve({ content: { status: 'ok', user_expressions } }),
      dispose: () => undefined
    };
  };
  return {
    content: {
      widgets: ['a', 'b', 'c', 'd', 'e'].map(id => ({ model: { id } }))
    },
    sessionContext: { session: { kernel: { requestExecute } } }
  } as unknown as NotebookPanel;
}

describe('runNeeded', () => {
  it('runs the cells of what is missing, and tells what of it is there then', async () => {
    const next = [{ cell: 'e', index: 4 }];
    const some = [
      missing('gen', 1, { next }),
      missing('lock', 2, { cell: 'c' }),
      missing('gone', null)
    ];
    const panel = notebook(['gen', 'x']);
    const { signal } = new AbortController();
    const done = await runNeeded(panel, some, signal);
    expect(ran.at(-1)).toEqual(['b', 'e', 'c']);
    expect(done).toEqual({ cells: ALL_RUN, made: ['gen'] });
  });
});

describe('canBeMade', () => {
  it('needs a cell for one of them', () => {
    expect(canBeMade([missing('a', null), missing('b', 3)])).toBe(true);
    expect(canBeMade([missing('a', null)])).toBe(false);
  });
});
