import fc from 'fast-check';

import corpus from './flow/corpus/dataflow.json';
import own from './flow/corpus/own.json';
import {
  edit,
  editArbitrary,
  notebookArbitrary,
  toNotebook,
  type Edit,
  type EditedCell
} from './flow/testing/edits';
import { createAnalyser } from './analyse';

const FILE = { name: 'notebook.ipynb' };

/** Enough for a change that is noticed too little; more can be asked for. */
const RUNS = Number(process.env['KALETTE_EDIT_RUNS'] ?? 60);

/** Every state of an edited notebook is analysed as if it were the first. */
function follow(start: readonly EditedCell[], edits: readonly Edit[]): void {
  const analyser = createAnalyser();
  let cells = start;
  analyser.analyse(toNotebook(cells), FILE);
  for (const change of edits) {
    cells = edit(cells, change);
    const notebook = toNotebook(cells);
    expect(analyser.analyse(notebook, FILE)).toEqual(
      createAnalyser().analyse(notebook, FILE)
    );
  }
}

describe('an analyser that remembers', () => {
  it('gives what a new one gives, whatever is edited', () => {
    fc.assert(
      fc.property(
        notebookArbitrary,
        fc.array(editArbitrary, { minLength: 1, maxLength: 12 }),
        follow
      ),
      { numRuns: RUNS }
    );
  });

  const cases = [...corpus.cases, ...own.cases].map(
    ({ id, cells }): [string, readonly EditedCell[]] => [
      id,
      cells.map((cell, place) => ({ ...cell, id: place }))
    ]
  );

  it.each(cases)('gives the same for edits of %s', (_, cells) => {
    fc.assert(
      fc.property(
        fc.array(editArbitrary, { minLength: 1, maxLength: 5 }),
        edits => follow(cells, edits)
      ),
      { numRuns: Math.ceil(RUNS / 50) }
    );
  });
});
