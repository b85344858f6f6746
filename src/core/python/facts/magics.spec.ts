import { namesOf } from '../../testing/facts-in-short';
import { factsOf } from './facts';
import type { Op } from './types';

/** Operations on the world outside of names, in short. */
function effectsOf(source: string): readonly string[] {
  const { ops } = factsOf(source);
  const texts = new Map(
    ops.flatMap(op =>
      op.op === 'text' ? [[op.to, [op.parts].flat().join('')]] : []
    )
  );
  const inShort = (op: Op): readonly string[] => {
    if (op.op === 'file') {
      return [`${op.mode} ${texts.get(op.path)}`];
    }
    if (op.op === 'state') {
      return [`${op.mode} ${op.key}`];
    }
    if (op.op === 'dynamic') {
      return [`dynamic ${op.text}`];
    }
    return op.op === 'magic' ? [`${op.kind} ${op.text}`] : [];
  };
  return ops.flatMap(inShort);
}

/** What a program sees of the process that starts it. */
const STARTED = ['read env:os.environ', 'read proc:cwd'];

it.each([
  ['%run other.py', ['read other.py', 'dynamic %run other.py']],
  ['%run -i other', ['read other.py', 'dynamic %run -i other']],
  ['%load other.py', ['dynamic %load']],
  ['%store -r', ['dynamic %store -r']],
  ['%store x', []],
  ['%pylab inline', ['dynamic %pylab']],
  ['%env A=1', ['write env:os.environ']],
  ['%env A', ['read env:os.environ']],
  ['%cd ..', ['write proc:cwd']],
  ['cd ../data', ['probe ../data', 'write proc:cwd']],
  ['%cd -q "my data"', ['probe my data', 'write proc:cwd']],
  ['%cd {folder}', ['write proc:cwd']],
  ['%matplotlib inline', []],
  ['%load_ext autoreload', []],
  ['?print', []],
  ['print?', []],
  ['%pip install x', ['install %pip install x']],
  ['%conda install x', ['install %conda install x']],
  ['pip install x', ['install %pip install x']],
  [
    '!pip install x',
    ['command pip install x', 'install !pip install x', ...STARTED]
  ],
  ['!pip list', ['command pip list', ...STARTED]],
  ['files = %sx ls', ['capture ls', ...STARTED]],
  ['%rm -r out', ['command rm -r out', ...STARTED]],
  ['cp a b', ['command cp a b', ...STARTED]],
  [
    '!sort < a.txt > b.txt',
    ['command sort < a.txt > b.txt', ...STARTED, 'read a.txt', 'write b.txt']
  ],
  [
    '!echo x >> a.txt 2> /dev/null',
    ['command echo x >> a.txt 2> /dev/null', ...STARTED, 'append a.txt']
  ],
  ['x = !ls > a.txt', ['capture ls > a.txt', ...STARTED, 'write a.txt']],
  ['%%writefile a.py\nx = y', ['write a.py']],
  ['%%file -a "a b.py"', ['append a b.py']],
  ['%%writefile -a a.py\nx', ['append a.py']],
  ['%%bash\nsort a > b', ['foreign %%bash', ...STARTED, 'write b']],
  ['%%html\n<b>', ['foreign %%html']]
])('%j has the effects %j', (source, effects) => {
  expect(effectsOf(source)).toEqual(effects);
});

it.each([
  ['%time a = b', ['read b', 'bind a assign certain']],
  ['%%time\na = b\na', ['read b', 'bind a assign certain', 'read a inside']],
  ['%%prun\na = b', ['read b', 'bind a assign certain']],
  ['%%capture\na = b', ['read b', 'bind a assign certain']],
  [
    '%%capture out\na = b',
    ['read b', 'bind a assign certain', 'bind out magic certain']
  ],
  ['%timeit a = b', []],
  ['%%timeit a = b\nc', []],
  ['%%writefile a.py\nb = c', []],
  ['%%bash --out o\necho $a', ['read a probe', 'bind o magic certain']],
  ['!echo {a.b} $c', ['read a probe', 'read c probe']],
  ['x = !echo {a}', ['read a probe', 'bind x assign certain']],
  ['a?', []]
])('%j does %j with names', (source, names) => {
  expect(namesOf(source)).toEqual(names);
});

it('takes lines below %%time as statements of the cell', () => {
  const { statements } = factsOf('%%time\nimport a\ndef f(): pass');
  expect(statements.map(({ replica }) => replica)).toEqual([
    'import',
    'function'
  ]);
});
