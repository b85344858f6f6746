import fc from 'fast-check';

/** A cell of a notebook that is being edited. */
export interface EditedCell {
  readonly id: number;
  readonly tags: readonly string[];
  readonly source: string;
}

/** What somebody does to a notebook; places are taken modulo its length. */
export type Edit =
  | { readonly kind: 'set'; readonly at: number; readonly source: string }
  | { readonly kind: 'append'; readonly at: number; readonly text: string }
  | { readonly kind: 'prepend'; readonly at: number; readonly text: string }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly source: string }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly to: number }
  | {
      readonly kind: 'tag';
      readonly at: number;
      readonly tags: readonly string[];
    };

const NAMES = ['a', 'b', 'c', 'xs', 'frame', 'f', 'C', 'obj', '_'];

/** Statements about few names, so that they meet; `$1` and `$2` are names. */
const STATEMENTS = [
  '$1 = 1',
  '$1 = $2',
  '$1 = [$2, 2]',
  '$1 = {"k": $2}',
  '$1.append($2)',
  '$1["k"] = $2',
  '$1 += [3]',
  '$1.attr = $2',
  'del $1',
  'print($1)',
  '$1',
  '$1 is $2',
  '$1 + $2',
  '$1 = $2[0]',
  '$1 = $2[1:]',
  '$1, $2 = $2, $1',
  'if $1:\n    $2 = [1]',
  'for $1 in $2:\n    print($1)',
  'for i, $1 in enumerate($2):\n    $1.append(i)',
  'while $1:\n    $2.pop()',
  'try:\n    $1 = $2\nexcept NameError:\n    $1 = None',
  'with open("out.txt", "w") as log:\n    log.write(str($1))',
  '$1 = open(f"in-{$2}.txt").read()',
  'import numpy as np\nimport pandas as pd',
  'import random\nrandom.seed(1)',
  'import random\n$1 = random.random()',
  'import numpy as np\n$1 = np.random.rand(3)',
  '$1 = np.arange(3)\n$2 = $1[1:]',
  '$1 = pd.DataFrame({"a": $2})',
  '$1 = $2.groupby("a").mean()',
  '$1 = $2.refresh()',
  '$1.sort_values("a", inplace=True)',
  'pd.set_option("display.width", 80)',
  'np.custom = $1',
  'import os\nos.environ["A"] = str($1)',
  'import os\nprint(os.environ["A"])',
  'def f(x, y=$1):\n    """Doc."""\n    return [x, $2]',
  'def f(x):\n    x.append($1)\n    return x',
  'def f(x):\n    global $1\n    $1 = x',
  '$1 = f($2)',
  'f($1).append($2)',
  'class C:\n    items = []\n    def __init__(self, x):\n        self.x = x\n    def __add__(self, o):\n        $1.append(o)\n        return self\n    def push(self, v):\n        self.x.append(v)\n        return $2',
  'class D(C):\n    def push(self, v):\n        super().push(v)',
  'obj = C($1)',
  'obj.push($1)',
  '$1 = obj + $2',
  '$1 = lambda v: v + $2',
  'def outer():\n    n = $1\n    def inner():\n        nonlocal n\n        n = $2\n    return inner\n$1 = outer()',
  '$1()',
  '$1 = (v for v in $2)',
  '$1 = [v for v in $2 if v]',
  'from math import *',
  'print(sqrt($1))',
  'exec("$1 = 1")',
  'exec($1)',
  'globals()["$1"] = $2',
  'if "$1" in globals():\n    $2 = $1',
  '%run other.py',
  '!pip install x',
  '$1 = input()',
  'import copy\n$1 = copy.deepcopy($2)',
  '$1 = sorted($2, key=f)',
  'import helper',
  'open("helper.py", "w").write("")',
  'with $1:\n    $2 = []',
  'class M:\n    def __enter__(self): return self\n    def __exit__(self, *a): return True\nwith M():\n    $1 = $2',
  'frame.query("a > @$1")',
  '$1 = $2 if',
  '# nothing',
  'limit = 3',
  'rate = limit * 2'
];

const name = fc.constantFrom(...NAMES);

const statement = fc
  .tuple(fc.constantFrom(...STATEMENTS), name, name)
  .map(([text, one, two]) => text.replaceAll('$1', one).replaceAll('$2', two));

/** A cell of one to three statements. */
export const sourceOf = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map(lines => lines.join('\n'));

const tagsOf: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<readonly string[]>([]) },
  {
    weight: 10,
    arbitrary: fc
      .constantFrom('one', 'two', 'three', 'four')
      .map(step => [`step:${step}`])
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ['imports'],
      ['functions'],
      ['skip'],
      ['pipeline-parameters'],
      ['pipeline-metrics'],
      ['step:three', 'prev:one']
    )
  }
);

/** A notebook of three to eight cells, most of them of steps. */
export const notebookArbitrary: fc.Arbitrary<readonly EditedCell[]> = fc
  .array(fc.tuple(tagsOf, sourceOf), { minLength: 3, maxLength: 8 })
  .map(cells => cells.map(([tags, source], id) => ({ id, tags, source })));

const at = fc.nat(50);
const source = sourceOf;

/** An edit; most are those of somebody who types. */
export const editArbitrary: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('set' as const), at, source })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      at,
      text: fc.oneof(
        statement.map(text => `\n${text}`),
        fc.constantFrom('1', '.x', ' + a', '\nz = 1', '\n', ')')
      )
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('prepend' as const),
      at,
      text: fc.oneof(
        statement.map(text => `${text}\n`),
        fc.constantFrom('# note\n', '\n', 'z = 1\n', 'a')
      )
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      at,
      length: fc.nat(9)
    })
  },
  fc.record({ kind: fc.constant('insert' as const), at, source }),
  fc.record({ kind: fc.constant('delete' as const), at }),
  fc.record({ kind: fc.constant('move' as const), at, to: at }),
  fc.record({ kind: fc.constant('tag' as const), at, tags: tagsOf })
);

/** The cells after an edit. */
export function edit(
  cells: readonly EditedCell[],
  change: Edit
): readonly EditedCell[] {
  const place = change.at % Math.max(cells.length, 1);
  const replace = (now: (cell: EditedCell) => EditedCell) =>
    cells.map((cell, i) => (i === place ? now(cell) : cell));
  const rest = cells.filter((_, i) => i !== place);
  switch (change.kind) {
    case 'set':
      return replace(cell => ({ ...cell, source: change.source }));
    case 'append':
      return replace(cell => ({ ...cell, source: cell.source + change.text }));
    case 'prepend':
      return replace(cell => ({ ...cell, source: change.text + cell.source }));
    case 'cut':
      return replace(cell => ({
        ...cell,
        source: cell.source.slice(0, -1 - change.length)
      }));
    case 'tag':
      return replace(cell => ({ ...cell, tags: change.tags }));
    case 'delete':
      return rest;
    case 'insert': {
      const id = Math.max(0, ...cells.map(cell => cell.id)) + 1;
      const made = { id, tags: [], source: change.source };
      return [...cells.slice(0, place), made, ...cells.slice(place)];
    }
    case 'move': {
      const moved = cells.slice(place, place + 1);
      const to = change.to % Math.max(cells.length, 1);
      return [...rest.slice(0, to), ...moved, ...rest.slice(to)];
    }
  }
}

/** The cells as notebook JSON. */
export function toNotebook(cells: readonly EditedCell[]): unknown {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ id, tags, source }) => ({
      id: `cell-${id}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}
