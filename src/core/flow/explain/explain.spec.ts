import { createAnalyser } from '../../analyse';
import { notebookOf } from '../testing/corpus';
import type { Link } from './types';

/** Cells given as texts, each with its tags in a comment on the first line. */
function read(...texts: readonly string[]) {
  const notebook = notebookOf({
    cells: texts.map(text => {
      const [first = '', ...lines] = text.split('\n');
      return { tags: first.slice(2).split(' '), source: lines.join('\n') };
    })
  });
  const analyser = createAnalyser();
  analyser.analyse(notebook, { name: 'notebook.ipynb' });
  return analyser;
}

const short = ({ kind, where, text, step }: Link): string =>
  `${kind} ${step ?? '-'} ${where.index + 1}:${where.start?.line ?? '-'} ${text}`.trim();

function explain(from: string, to: string, ...texts: readonly string[]) {
  return read(...texts)
    .explain(from, to)
    .causes.map(({ kind, subject, links, omitted }) => ({
      what: `${kind} ${subject}`,
      links: links.map(short),
      omitted
    }));
}

describe('the explanation of an edge', () => {
  it('goes from the line that makes a value over its changes to the use', () => {
    expect(
      explain(
        'clean',
        'train',
        '# step:load\nrows = [1]\nfeatures = list(rows)',
        '# step:clean\n\nif rows:\n    features.append(2)',
        '# step:train\nx = 1\nprint(sum(features))'
      )
    ).toEqual([
      {
        what: 'variable features',
        links: [
          'made load 1:2 features = list(rows)',
          'changed clean 2:3 features.append(2)',
          'read train 3:2 print(sum(features))'
        ],
        omitted: 0
      }
    ]);
  });

  it('shows what may be there besides a conditional value', () => {
    const [cause] = explain(
      'b',
      'c',
      '# step:a\nx = 1',
      '# step:b\nif input:\n    x = 2',
      '# step:c\nprint(x)'
    );
    expect(cause?.links).toEqual([
      'made a 1:1 x = 1',
      'made b 2:2 x = 2',
      'read c 3:1 print(x)'
    ]);
  });

  it('leaves out the middle of a long chain', () => {
    const changes = Array.from({ length: 20 }, (_, i) => `x.append(${i})`);
    const [cause] = explain(
      'a',
      'b',
      `# step:a\nx = []\n${changes.join('\n')}`,
      '# step:b\nprint(x)'
    );
    expect(cause?.omitted).toBe(14);
    expect(cause?.links).toHaveLength(8);
    expect(cause?.links[0]).toBe('made a 1:1 x = []');
    expect(cause?.links.at(-2)).toBe('changed a 1:21 x.append(19)');
  });

  it('names files, the state of the process, and tags', () => {
    expect(
      explain(
        'a',
        'b',
        '# step:a\nimport os\nos.environ["MODE"] = "x"\nopen("a.txt", "w").write("1")',
        '# step:b prev:a\nimport os\nprint(os.environ["MODE"])\nprint(open("a.txt").read())'
      )
    ).toEqual([
      {
        what: 'file a.txt',
        links: [
          'written a 1:3 open("a.txt", "w").write("1")',
          'opened b 2:3 print(open("a.txt").read())'
        ],
        omitted: 0
      },
      {
        what: 'state env:os.environ',
        links: [
          'set a 1:2 os.environ["MODE"] = "x"',
          'used b 2:2 print(os.environ["MODE"])'
        ],
        omitted: 0
      },
      { what: 'tag prev:a', links: ['tagged b 2:-'], omitted: 0 }
    ]);
  });

  it('is empty where nothing makes the one wait', () => {
    const texts = ['# step:a\nx = 1', '# step:b\ny = 1'];
    expect(explain('a', 'b', ...texts)).toEqual([]);
    expect(explain('a', 'gone', ...texts)).toEqual([]);
  });

  it('follows edits', () => {
    const analyser = read('# step:a\nx = 1', '# step:b\nprint(x)');
    const cells = [
      { tags: ['step:a'], source: '# more\nx = 1' },
      { tags: ['step:b'], source: 'print(x)' }
    ];
    analyser.analyse(notebookOf({ cells }), { name: 'notebook.ipynb' });
    const [cause] = analyser.explain('a', 'b').causes;
    expect(cause?.links.map(short)[0]).toBe('made a 1:2 x = 1');
  });
});

describe('the trace of a variable', () => {
  const analyser = read(
    '# parameters\nn = 3',
    '# step:a\nx = [n]',
    '# step:b\nx.append(1)\nx.append(2)',
    '# step:c\ny = len(x)',
    '# step:d\nprint(x, n)'
  );
  const trace = (step: string, name: string) => {
    const found = analyser.trace(step, name);
    return (
      found && {
        source: found.source && short(found.source),
        use: found.use && short(found.use),
        change: found.change && short(found.change),
        targets: found.targets.map(short)
      }
    );
  };

  it('tells where it comes from and goes to', () => {
    expect(trace('b', 'x')).toEqual({
      source: 'made a 2:1 x = [n]',
      use: 'read b 3:1 x.append(1)',
      change: 'changed b 3:2 x.append(2)',
      targets: ['read c 4:1 y = len(x)', 'read d 5:1 print(x, n)']
    });
  });

  it('of a parameter begins in its cell', () => {
    expect(trace('d', 'n')).toEqual({
      source: 'made - 1:1 n = 3',
      use: 'read d 5:1 print(x, n)',
      change: null,
      targets: []
    });
  });

  it('of a parameter at its own cell goes to the steps that read it', () => {
    const found = analyser.trace(null, 'n');
    expect(found?.change && short(found.change)).toBe('made - 1:1 n = 3');
    expect(found?.targets.map(short)).toEqual([
      'read a 2:1 x = [n]',
      'read d 5:1 print(x, n)'
    ]);
    expect(analyser.trace(null, 'x')).toBeNull();
  });

  it('of a step that is gone is null', () => {
    expect(trace('gone', 'x')).toBeNull();
  });
});
