import { createAnalyser } from '../core/analyse';
import { rememberLast } from './same-notebook';

const notebook = (source: string) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [{ cell_type: 'code', metadata: { tags: ['step:a'] }, source }]
});

describe('rememberLast', () => {
  const analysed: unknown[] = [];
  const real = createAnalyser();
  const analyser = rememberLast({
    analyse: (content, file) => {
      analysed.push(content);
      return real.analyse(content, file);
    }
  });
  const FILE = { name: 'a.ipynb' };

  it('analyses the same notebook once', () => {
    const first = analyser.analyse(notebook('x = 1'), FILE);
    expect(analyser.analyse(notebook('x = 1'), FILE)).toBe(first);
    expect(analysed).toHaveLength(1);
    expect(first.pipeline?.cells[0]?.source).toBe('x = 1');
  });

  it('analyses what has changed, its name too', () => {
    const { pipeline } = analyser.analyse(notebook('x = 2'), FILE);
    expect(pipeline?.cells[0]?.source).toBe('x = 2');
    const other = analyser.analyse(notebook('x = 2'), { name: 'b.ipynb' });
    expect(other.pipeline?.notebook).toBe('b.ipynb');
  });
});
