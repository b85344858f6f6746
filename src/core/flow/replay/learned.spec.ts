import { createAnalyser } from '../../analyse';
import { cellHash } from '../../notebook/learned';

const SOURCES = [
  ['imports', 'import shop'],
  ['step:open', 'till = shop.Till()'],
  ['step:sell', 'till.ring(3)'],
  ['step:close', 'print(till.total)']
] as const;

const notebook = (changes: Readonly<Record<string, readonly string[]>>) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kalette: { version: 1, facts: { changes } } },
  cells: SOURCES.map(([tag, source], i) => ({
    id: `c${i}`,
    cell_type: 'code',
    metadata: { tags: [tag] },
    source,
    outputs: [],
    execution_count: null
  }))
});

describe('learned changes', () => {
  const file = { name: 'till.ipynb' };
  const hash = cellHash('till.ring(3)');
  const step = (
    { flow }: ReturnType<ReturnType<typeof createAnalyser>['analyse']>,
    name: string
  ) => flow.steps.find(found => found.name === name);

  it('are watched for while nobody knows', () => {
    const analysis = createAnalyser().analyse(notebook({}), file);
    expect(step(analysis, 'sell')).toMatchObject({
      writes: [],
      watch: ['till']
    });
    expect(step(analysis, 'close')?.reads).toEqual([
      { variable: 'till', from: 'open' }
    ]);
  });

  it('make the cell’s step hand the value on, also in a notebook that is open', () => {
    const analyser = createAnalyser();
    analyser.analyse(notebook({}), file);
    const learned = notebook({ [hash]: ['till'] });
    for (const analysis of [
      analyser.analyse(learned, file),
      createAnalyser().analyse(learned, file)
    ]) {
      expect(step(analysis, 'sell')).toMatchObject({
        writes: ['till'],
        watch: []
      });
      expect(step(analysis, 'close')?.reads).toEqual([
        { variable: 'till', from: 'sell' }
      ]);
      const [told] = analysis.diagnostics.filter(
        ({ code }) => code === 'DF402'
      );
      expect(told?.message).toContain('is known to change `till`');
    }
  });

  it('end with the cell’s text', () => {
    const other = notebook({ [cellHash('till.ring(4)')]: ['till'] });
    const analysis = createAnalyser().analyse(other, file);
    expect(step(analysis, 'sell')?.writes).toEqual([]);
  });
});
