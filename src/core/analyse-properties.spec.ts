import fc from 'fast-check';

import { createAnalyser, type Analysis } from './analyse';
import { CASES as CORPUS } from './flow/testing/cases';
import {
  notebookArbitrary,
  toNotebook,
  type EditedCell
} from './flow/testing/edits';
import { parseCell } from './python/parser/parse';

const FILE = { name: 'notebook.ipynb' };
const RUNS = Number(process.env['KALETTE_PROPERTY_RUNS'] ?? 60);

type Cells = readonly EditedCell[];

const CASES: readonly Cells[] = CORPUS.map(({ cells }) =>
  cells.map(({ tags, source }, id) => ({ id, tags, source }))
);

function analysed(cells: Cells): Analysis {
  return createAnalyser().analyse(toNotebook(cells), FILE);
}

/** What steps do, without where their cells stand. */
function steps(cells: Cells): unknown {
  const { flow, pipeline } = analysed(cells);
  return flow.steps.map(
    ({ cells: _cells, files, definitions, reads, setup, ...step }) => ({
      ...step,
      reads: reads.map(({ variable, from }) => `${variable} ${from}`).sort(),
      // Which cells give a name a value anew depends on where they end.
      changes: new Map(
        pipeline?.steps
          .find(({ name }) => name === step.name)
          ?.changes.filter(({ variable }) => variable !== 'never_called')
          .map(({ variable, leaves }) => [variable, leaves])
      ),
      files: [...files].map(({ path }) => path).sort(),
      definitions: [...definitions].sort(),
      setup: setup.length
    })
  );
}

function codes(cells: Cells): readonly string[] {
  return analysed(cells)
    .diagnostics.map(({ code }) => code)
    .sort();
}

const notebooks = fc.oneof(notebookArbitrary, fc.constantFrom(...CASES));
const place = fc.nat(50);

/** Behind the first cell with a role: code above it is in no step. */
function insideOf(cells: Cells, at: number): number {
  const first = cells.findIndex(({ tags }) => tags.length > 0);
  return first < 0 ? 0 : first + 1 + (at % (cells.length - first));
}

function inserted(cells: Cells, at: number, source: string): Cells {
  const added = { id: 1000, tags: [], source };
  return [...cells.slice(0, at), added, ...cells.slice(at)];
}

function holds(check: (cells: Cells, at: number) => void): void {
  fc.assert(fc.property(notebooks, place, check), { numRuns: RUNS });
}

describe('the analysis', () => {
  it('does not care for cells of comments', () => {
    holds((cells, at) => {
      const more = inserted(cells, insideOf(cells, at), '# a remark\n');
      expect(steps(more)).toEqual(steps(cells));
      expect(codes(more)).toEqual(codes(cells));
    });
  });

  it('does not care for functions that nobody calls', () => {
    holds((cells, at) => {
      const source = 'def never_called(x):\n    return [x]\n';
      const where = insideOf(cells, at);
      fc.pre(cells.slice(where - 1, where).every(isOfStep));
      const more = inserted(cells, where, source);
      expect(steps(more)).toEqual(steps(cells));
    });
  });

  it('takes the cells of a step for one', () => {
    holds((cells, at) => {
      const split = splitAt(cells, at);
      // What a name may mean that nobody gave a value differs from cell to cell.
      fc.pre(split !== null && analysed(cells).pipeline !== null);
      expect(steps(split)).toEqual(steps(cells));
    });
  });

  it('hands nothing on within one step', () => {
    holds(cells => {
      const roles = /^(?:imports|functions|skip|pipeline-.*|parameters)$/;
      const merged = cells.map(cell => ({
        ...cell,
        tags: cell.tags.some(tag => roles.test(tag))
          ? cell.tags.filter(tag => roles.test(tag))
          : cell.tags.length > 0
            ? ['step:all']
            : []
      }));
      const { flow } = analysed(merged);
      const all = flow.steps.filter(({ name }) => name === 'all');
      expect(all.map(({ reads, state }) => [reads, state.reads])).toEqual(
        all.map(() => [[], []])
      );
    });
  });

  it('reports places that lie in their cells', () => {
    holds(cells => {
      for (const { where, related = [] } of analysed(cells).diagnostics) {
        for (const at of [where, ...related.map(item => item.where)]) {
          const lines = cells[at?.index ?? -1]?.source.split('\n') ?? [];
          for (const position of [at?.start, at?.end]) {
            if (position) {
              const line = lines[position.line - 1];
              expect(line).toBeDefined();
              expect(position.column - 1).toBeLessThanOrEqual(
                line?.length ?? -1
              );
            }
          }
        }
      }
    });
  });

  it('says the same each time', () => {
    holds(cells => {
      expect(JSON.stringify(analysed(cells))).toBe(
        JSON.stringify(analysed(cells))
      );
    });
  });
});

function isOfStep({ tags }: EditedCell): boolean {
  return tags.some(tag => tag.startsWith('step:'));
}

/** One cell of a step as two, where that shows nothing else; `null` where it cannot be. */
function splitAt(cells: Cells, at: number): Cells | null {
  const splits = cells.flatMap((cell, index) => {
    const { body, problems } = parseCell(cell.source);
    const isPlain = isOfStep(cell) && problems.length === 0;
    return isPlain
      ? body.slice(1).flatMap((statement, i) => {
          const before = body[i];
          // What stands last in a cell is shown; a magic may be meant for the whole cell.
          const isCut = before?.kind !== 'Expr' && before?.kind !== 'Magic';
          const [decorator] =
            'decorators' in statement ? statement.decorators : [];
          const { start: begin } = decorator ?? statement;
          const start = startOfLine(cell.source, begin);
          return isCut && start >= (before?.end ?? 0) ? [{ index, start }] : [];
        })
      : [];
  });
  const chosen = splits[at % Math.max(splits.length, 1)];
  const cell = chosen && cells[chosen.index];
  if (!chosen || !cell) {
    return null;
  }
  const { index, start } = chosen;
  const first = { ...cell, source: cell.source.slice(0, start) };
  const second = { id: 1000, tags: [], source: cell.source.slice(start) };
  return [...cells.slice(0, index), first, second, ...cells.slice(index + 1)];
}

function startOfLine(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}
