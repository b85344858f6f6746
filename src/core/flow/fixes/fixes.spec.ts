import { createAnalyser } from '../../analyse';
import { fixTitles } from '../../messages/fixes';
import { applyFix } from '../../notebook/apply-fix';
import { readNotebook } from '../../notebook/read-notebook';
import { notebookOf } from '../testing/corpus';
import { tryFixes } from '../testing/fixed';

/** Cells given as texts, each with its tags in a comment on the first line. */
function read(...texts: readonly string[]) {
  return notebookOf({
    cells: texts.map(text => {
      const [first = '', ...lines] = text.split('\n');
      const tags = first
        .slice(2)
        .split(' ')
        .filter(tag => tag !== '-');
      return { tags, source: lines.join('\n') };
    })
  });
}

const t = fixTitles;

/** The tags of all cells after the fix of that title. */
function tagsAfter(notebook: unknown, title: string) {
  const file = { name: 'notebook.ipynb' };
  const { diagnostics } = createAnalyser().analyse(notebook, file);
  const fix = diagnostics
    .flatMap(({ fixes = [] }) => fixes)
    .find(one => one.title === title);
  const fixed = fix ? applyFix(notebook, fix) : null;
  const { value } = readNotebook(fixed, file);
  return value.cells.map(({ cell }) => cell.tags);
}

const OFFERED: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'DF104',
    t.ownStep('a_2'),
    ['# step:a\nx = 1', '# step:b\nx = x + 1', '# step:a\ny = x']
  ],
  [
    'DF104',
    t.moveUp('a'),
    ['# step:a\nx = 1', '# step:b\nx = x + 1', '# step:a\ny = x']
  ],
  [
    'DF104',
    t.ownStep('a_2'),
    [
      '# step:a limit:cpu:2 cache:disabled\nrows = [1]',
      '# step:b prev:a\nprint(rows)',
      '# step:a\nrows.append(2)',
      '# -\nrows.append(3)',
      '# step:c\nprint(rows)'
    ]
  ],
  [
    'DF107',
    t.moveToStep('a'),
    [
      '# imports\nimport os\nopen("log.txt", "w").write("begun")\nimport re',
      '# step:a\nos.listdir(".")'
    ]
  ],
  [
    'DF107',
    t.moveToStep('a'),
    [
      '# imports\nimport time\nnow = time.time()',
      '# step:a\nprint(now)',
      '# step:b\nprint(now)'
    ]
  ],
  [
    'DF108',
    t.moveToStep('b'),
    [
      '# step:a\nwidth = 3',
      '# functions\ndef area(h, w=width):\n    return w * h',
      '# step:b\nprint(area(2))'
    ]
  ],
  [
    'DF108',
    t.moveToStep('a'),
    ['# step:a\nwidth = 3', '# functions\nlimit = width * 2']
  ],
  [
    'DF109',
    t.moveToStep('two'),
    [
      '# functions\ndef label():\n    return 1',
      '# step:one\nprint(label())',
      '# functions\ndef label():\n    return 2',
      '# step:two\nprint(label())'
    ]
  ],
  [
    'DF109',
    t.moveAboveSteps(),
    [
      '# functions\ndef label():\n    return 1',
      '# step:one\nprint(label())',
      '# functions\ndef label():\n    return 2',
      '# step:two\nprint(label())'
    ]
  ],
  [
    'DF301',
    t.makeParameter('rate'),
    ['# parameters\nn = 1', '# step:a\nprint(n * rate)']
  ],
  [
    'DF301',
    t.makeParameter('rate'),
    ['# -\n', '# imports\nimport os', '# step:a\nprint(os.sep, rate)']
  ],
  [
    'DF302',
    t.defineBefore('bonus'),
    [
      '# step:a\nn = len(input_rows) if False else 3\nif n > 2:\n    bonus = 1',
      '# step:b\nprint(bonus)'
    ]
  ],
  [
    'DF306',
    t.moveAbove(3),
    ['# step:a\nx = 1', '# step:b\nprint(total)', '# step:c\ntotal = x + 1']
  ],
  [
    'DF306',
    t.moveAbove(3),
    ['# step:a\nx = 1', '# -\nprint(total)', '# -\ntotal = x + 1']
  ],
  [
    'DF402',
    t.changes('obj'),
    [
      '# imports\nfrom somewhere import make',
      '# step:a\nobj = make()',
      '# step:b\nobj.refresh()',
      '# step:c\nprint(obj.value)'
    ]
  ],
  [
    'DF403',
    t.copyView('edge'),
    [
      '# imports\nimport numpy as np',
      '# step:a\nboard = np.zeros((3, 3))\nedge = board[0]',
      '# step:b\nedge[0] = 1',
      '# step:c\nprint(board.sum(), edge)'
    ]
  ],
  [
    'DF501',
    t.seedIn('b'),
    [
      '# imports\nimport random',
      '# step:a\nrandom.seed(3)\nx = random.random()',
      '# step:b\ny = random.random()'
    ]
  ],
  [
    'DF502',
    t.seedIn('b'),
    [
      '# imports\nimport random\nrandom.seed(3)',
      '# step:a\nx = random.random()',
      '# step:b\ny = random.random()'
    ]
  ],
  [
    'DF503',
    t.seed(),
    ['# imports\nimport numpy as np', '# step:a\nx = np.random.rand(3)']
  ],
  [
    'DF505',
    t.repeatIn(['b', 'c']),
    [
      '# imports\nimport string',
      '# step:a\nstring.digits = "01"',
      '# step:b\nprint(string.digits)',
      '# step:c\nprint(string.digits)'
    ]
  ],
  [
    'DF505',
    t.mergeSteps('a', 'b'),
    [
      '# imports\nimport string',
      '# step:a\nstring.digits = "01"',
      '# step:b prev:a\nx = string.digits',
      '# step:c prev:b\nprint(x)'
    ]
  ],
  [
    'DF520',
    t.mergeSteps('draw', 'save'),
    [
      '# imports\nimport matplotlib\nmatplotlib.use("Agg")\nimport matplotlib.pyplot as plt',
      '# step:draw\nplt.plot([1, 2])',
      '# step:save\nplt.savefig("a.png")'
    ]
  ],
  [
    'DF603',
    t.importModule('tools'),
    ['# step:a\n%run tools.py\nprint(helper())']
  ],
  [
    'DF604',
    t.nameResult('result'),
    ['# step:a\nx = 3\nx + 1', '# step:b\nprint(_)']
  ],
  [
    'DF605',
    t.makeParameter('n'),
    ['# step:a\nn = int(input("How many? "))', '# step:b\nprint(n)']
  ],
  [
    'DF701',
    t.makeList(),
    ['# step:a\nrows = (i for i in range(3))', '# step:b\nprint(sum(rows))']
  ],
  [
    'DF701',
    t.mergeSteps('a', 'b'),
    ['# step:a\nrows = (i for i in range(3))', '# step:b\nprint(sum(rows))']
  ],
  [
    'DF701',
    t.rebuildIn('b'),
    [
      '# imports\nimport sqlite3',
      '# step:a\nconn = sqlite3.connect("a.db")',
      '# step:b\nprint(conn.execute("select 1"))'
    ]
  ],
  [
    'DF801',
    t.moveToStep('a'),
    ['# parameters\nn = 1\nimport os\nprint(n)', '# step:a\nprint(n, os.sep)']
  ],
  [
    'DF203',
    t.rename('height', 'height_oak'),
    [
      '# step:start\nx = 1',
      '# step:oak prev:start\nheight = x\nprint(height, f"{height:2}")',
      '# step:elm prev:start\nheight = x + 1',
      '# step:end prev:elm prev:oak\nprint(height)'
    ]
  ],
  [
    'DF305',
    t.keepValue('secret'),
    ['# step:a\nsecret = 1', '# step:b\ndel secret', '# step:c\nprint(secret)']
  ],
  [
    'DF802',
    t.rename('limit', 'limit_2'),
    [
      '# parameters\nlimit = 3',
      '# step:a\nprint(limit)\nlimit = limit * 2\nlimit += 1',
      '# step:b\nprint(limit)\ndef cut(x):\n    return min(x, limit)'
    ]
  ],
  [
    'DF806',
    t.remove('dry'),
    ['# parameters\nn = 1\ndry = True', '# step:a\nprint(n)']
  ]
];

describe('fixes', () => {
  it.each(OFFERED)('of %s: %s', (code, title, texts) => {
    const tried = tryFixes(read(...texts));
    const found = tried.filter(one => one.code === code && one.title === title);
    expect(tried.map(one => `${one.code}: ${one.title}`)).toContain(
      `${code}: ${title}`
    );
    expect(found.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('takes settings along where a step becomes two', () => {
    const notebook = read(
      '# step:a limit:cpu:2\nx = 1',
      '# step:b\nx = x + 1',
      '# step:a\ny = x'
    );
    expect(tagsAfter(notebook, t.ownStep('a_2'))).toEqual([
      ['step:a', 'limit:cpu:2'],
      ['step:b'],
      ['step:a_2', 'limit:cpu:2']
    ]);
  });

  it('leaves no tag that waits for a step that is gone', () => {
    const notebook = read(
      '# step:a\nrows = (i for i in range(3))',
      '# step:b prev:a\nn = sum(rows)',
      '# step:c prev:a prev:b\nprint(n)'
    );
    expect(tagsAfter(notebook, t.mergeSteps('a', 'b'))).toEqual([
      ['step:a'],
      ['step:a'],
      ['step:c', 'prev:a']
    ]);
  });

  it.each([
    [
      'a merge around another step',
      t.mergeSteps('a', 'c'),
      [
        '# step:a\nrows = (i for i in range(3))',
        '# step:b\nx = 1',
        '# step:c\nprint(sum(rows))'
      ]
    ],
    [
      'a parameter for what is called',
      t.makeParameter('rate'),
      ['# step:a\nprint(rate(2))']
    ],
    [
      'a database that is only in memory a second time',
      t.rebuildIn('b'),
      [
        '# imports\nimport sqlite3',
        '# step:a\nconn = sqlite3.connect(":memory:")',
        '# step:b\nprint(conn.execute("select 1"))'
      ]
    ],
    [
      'a move of what the cell needs',
      t.moveUp('a'),
      ['# step:a\nx = 1', '# step:b\nx = 2\nz = 3', '# step:a\ny = x + z']
    ],
    [
      'a new name where a function from above looks up the old one',
      t.rename('limit', 'limit_2'),
      [
        '# parameters\nlimit = 3',
        '# functions\ndef cut(x):\n    return min(x, limit)',
        '# step:a\nlimit = 5',
        '# step:b\nprint(limit, cut(9))'
      ]
    ],
    [
      'a new name where not every mention is known',
      t.rename('limit', 'limit_2'),
      [
        '# parameters\nlimit = 3',
        '# step:a\nlimit = 5',
        '# step:b\nprint(limit)  # the limit'
      ]
    ],
    [
      'to keep what another statement deletes with more',
      t.keepValue('secret'),
      [
        '# step:a\nsecret = other = 1',
        '# step:b\ndel secret, other',
        '# step:c\nprint(secret)'
      ]
    ],
    [
      'a move of what other functions need',
      t.moveToStep('b'),
      [
        '# step:a\nwidth = 3',
        '# functions\nlimit = width * 2\ndef cut(x, most=limit):\n    return min(x, most)',
        '# step:b\nprint(cut(9))'
      ]
    ]
  ])('does not offer %s', (_, title, texts) => {
    const tried = tryFixes(read(...texts));
    expect(tried.map(one => one.title)).not.toContain(title);
  });
});
