import { createAnalyser } from './analyse';

const FILE = { name: 'n.ipynb' };

function notebook(
  sources: readonly string[],
  language = 'python'
): Record<string, unknown> {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: language } },
    cells: sources.map((source, i) => ({
      id: `c${i}`,
      cell_type: 'code',
      metadata: { tags: [`step:s${i}`] },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}

function codes(content: unknown): string[] {
  return createAnalyser()
    .analyse(content, FILE)
    .diagnostics.map(({ code }) => code);
}

describe('the analyser', () => {
  it('gives a pipeline for a notebook without errors', () => {
    const { pipeline } = createAnalyser().analyse(
      notebook(['x = 1', 'print(x)']),
      FILE
    );
    expect(pipeline?.steps.map(({ name, after }) => [name, after])).toEqual([
      ['s0', []],
      ['s1', ['s0']]
    ]);
  });

  it('gives none while there is an error', () => {
    const { pipeline, flow } = createAnalyser().analyse(
      notebook(['x = 1', 'print(y)']),
      FILE
    );
    expect(pipeline).toBeNull();
    expect(flow.steps).toHaveLength(2);
  });

  it('says once that a cell is in no step, and nothing of it where there are none', () => {
    const tagged = notebook(['import os', 'print(os.name)']);
    const [first, second] = tagged['cells'] as { metadata: object }[];
    const cells = [{ ...first, metadata: {} }, second];
    expect(codes({ ...tagged, cells }).filter(c => c === 'DF102')).toEqual([
      'DF102'
    ]);
    const untagged = cells.map(cell => ({ ...cell, metadata: {} }));
    expect(codes({ ...tagged, cells: untagged })).not.toContain('DF102');
  });

  it('says once that another language is not read', () => {
    expect(codes(notebook(['x <- 1', 'print(y$z)'], 'R'))).toEqual(['NB17']);
  });

  it('reports a syntax error without errors that only follow from it', () => {
    expect(codes(notebook(['price = (1 +', 'print(price)']))).toEqual([
      'DF901'
    ]);
  });

  it('gives plain data, which workers and pages can send to each other', () => {
    const content = notebook(['x = [1]', 'print(x)']);
    const analysis = createAnalyser().analyse(content, FILE);
    expect(structuredClone(analysis)).toEqual(analysis);
  });

  it.each([
    null,
    [],
    'text',
    {},
    { cells: 3 },
    { cells: [null, 1, { cell_type: 'code' }] },
    { cells: [{ cell_type: 'code', source: ['a', 1], metadata: null }] }
  ])('survives %j', content => {
    expect(() => codes(content)).not.toThrow();
  });
});
