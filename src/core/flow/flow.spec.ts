import { flowOf } from './testing/texts';

describe('the flow of a notebook', () => {
  it('names what steps receive, hand on and wait for', () => {
    const { value, diagnostics } = flowOf(
      '# parameters\nn = 2',
      '# step:make\nrows = list(range(n))',
      '# step:left\nleft = sum(rows)',
      '# step:right\nright = len(rows)',
      '# step:join\nprint(left, right)'
    );
    expect(diagnostics).toEqual([]);
    expect(
      value.steps.map(({ name, after, parameters, reads, writes }) => ({
        name,
        after,
        parameters,
        reads,
        writes
      }))
    ).toEqual([
      {
        name: 'make',
        after: [],
        parameters: ['n'],
        reads: [],
        writes: ['rows']
      },
      {
        name: 'left',
        after: ['make'],
        parameters: [],
        reads: [{ variable: 'rows', from: 'make' }],
        writes: ['left']
      },
      {
        name: 'right',
        after: ['make'],
        parameters: [],
        reads: [{ variable: 'rows', from: 'make' }],
        writes: ['right']
      },
      {
        name: 'join',
        after: ['left', 'right'],
        parameters: [],
        reads: [
          { variable: 'left', from: 'left' },
          { variable: 'right', from: 'right' }
        ],
        writes: []
      }
    ]);
  });

  it('computes parameters from the first value of one that a step replaces', () => {
    const { value } = flowOf(
      '# parameters\nn = 2\nm = n * 3',
      '# step:one\nc = n + m\nn = 10',
      '# step:two\nd = n + m'
    );
    const { parameters, setup } = value.steps[1]!;
    expect(parameters).toEqual(['n']);
    expect(setup).toEqual([
      { definition: expect.stringContaining('m') },
      { variable: 'n' }
    ]);
  });

  it('warns of commands only beside steps that do not wait for them', () => {
    const told = (tags: string): string[] =>
      flowOf(
        '# step:fetch\n!fetch-data',
        `# step:read${tags}\nprint(open("data.csv").read())`
      ).diagnostics.map(({ code }) => code);
    expect(told('')).toEqual(['DF511']);
    expect(told(' prev:fetch')).toEqual([]);
  });

  it('keeps in one file what shares objects that change', () => {
    const { value } = flowOf(
      '# step:one\na = [1]\nb = [a]\nc = [2]',
      '# step:two\na.append(3)\nprint(b, c)'
    );
    expect(value.steps[0]?.writes).toEqual(['a', 'b', 'c']);
    expect(value.steps[0]?.shared).toEqual([['a', 'b']]);
  });

  it('keeps in one file a class and a list that hold each other', () => {
    const { value } = flowOf(
      '# step:one\na = [1]',
      '# step:two\nclass K:\n    shared = a\na.append(K)',
      '# step:three\nclass K:\n    shared = a'
    );
    expect(value.steps[1]?.shared).toEqual([['K', 'a']]);
  });

  it('puts a class into one file with a value that names it and shares a list with it', () => {
    const { value } = flowOf(
      '# step:one\na = [1]\nb = [a, 2]\nclass L:\n    label = a',
      '# step:two\na.append(L)',
      '# step:three\nprint(b[0][1].label, L)'
    );
    expect(value.steps[1]?.shared).toEqual([['L', 'b']]);
  });

  it('leaves a metrics cell that only shows out of the steps', () => {
    const { value } = flowOf(
      '# step:one\nscore = 1',
      '# pipeline-metrics\nprint(score)'
    );
    expect(value.steps.map(({ name, metrics }) => [name, metrics])).toEqual([
      ['one', ['score']]
    ]);
    expect(value.metrics).toEqual([
      { name: 'score', step: 'one', variable: 'score' }
    ]);
  });

  it('makes a step of a metrics cell that computes', () => {
    const { value } = flowOf(
      '# step:one\nright = 3',
      '# pipeline-metrics\nshare = right / 4\nprint(share)'
    );
    expect(value.edges).toEqual([
      {
        from: 'one',
        to: 'pipeline-metrics',
        variables: ['right'],
        tagged: false
      }
    ]);
  });

  it('reports syntax errors of cells that take part, and goes on', () => {
    const { value, urgent } = flowOf(
      '# step:one\nx = = 1\ny = 2',
      '# skip\nz = = 1',
      '# step:two\nprint(y)'
    );
    expect(urgent.map(text => text.slice(0, 5))).toEqual(['DF901']);
    expect(value.edges.map(({ from, to }) => [from, to])).toEqual([
      ['one', 'two']
    ]);
  });

  it('takes a table that is drawn for unchanged, which needs no saying', () => {
    const { diagnostics } = flowOf(
      '# step:load\nimport pandas as pd\ndf = pd.read_csv("a.csv")\nrows = [1]',
      '# step:show\ndf.plot()\ndf.hist()\ndf.plot.bar()\ndf.a.boxplot()\nrows.plot()'
    );
    const told = diagnostics.filter(({ code }) => code === 'DF402');
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('rows')
    ]);
  });

  it('of a notebook without cells is empty', () => {
    expect(flowOf().value).toEqual({
      steps: [],
      edges: [],
      definitions: [],
      parameters: [],
      metrics: []
    });
  });
});
