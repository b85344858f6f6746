import { flat } from '../../library/origins';
import { remember } from '../../library/remember';
import { itemsOf } from '../heap/objects';
import { isOfConstants } from '../values/texts';
import type { World } from '../world';
import type { Passed } from './apply';
import type { Call } from './calls';

/** How a function is asked for an array of one dimension. */
type Way =
  'always' | 'alone' | 'by numbers' | 'by shape' | 'by size' | 'from list';

const WAYS: readonly (readonly [Way, RegExp])[] = [
  ['always', /^numpy\.(?:arange|bincount|flatnonzero)$/],
  ['alone', /^numpy\.unique$/],
  [
    'by numbers',
    /^numpy\.(?:linspace|logspace|geomspace|random\.(?:permutation|rand|randn))$/
  ],
  ['by shape', /^numpy\.(?:empty|zeros|ones|full|random\.random(?:_sample)?)$/],
  ['by size', /^numpy\.random\.[a-z_]+$/],
  ['from list', /^numpy\.(?:as)?array$/]
];

const wayOf = remember(path => {
  const found = WAYS.find(([, pattern]) => pattern.test(path));
  return found ? found[0] : null;
});

/**
 * The path of what a call makes, which tells where that is an array of one dimension: what is
 * picked out of one is a number, and no view of it.
 */
export function arrayPath(w: World, path: string, { args }: Call): string {
  const way = wayOf(path);
  return way && isFlatMade(w, way, path, args) ? flat(path) : path;
}

function isFlatMade(
  w: World,
  way: Way,
  path: string,
  args: readonly Passed[]
): boolean {
  const [first, ...others] = args;
  const isSimple = (arg: Passed) => isNumber(arg) || isType(w, arg);
  switch (way) {
    case 'always':
      return true;
    case 'alone':
      return args.length === 1;
    case 'by numbers':
      return path.endsWith('.rand') || path.endsWith('.randn')
        ? args.length === 1 && args.every(isNumber)
        : args.every(isSimple);
    case 'by shape':
      return args.length > 0 && args.every(isSimple);
    case 'by size':
      return args.some(({ name }) => name === 'size') && args.every(isSimple);
    case 'from list': {
      const lists = itemsOf(w.heap, first?.value.objects ?? []);
      return (
        first?.name === null &&
        lists.length > 0 &&
        lists.every(isOfConstants) &&
        others.every(arg => arg.name === 'dtype' && isSimple(arg))
      );
    }
  }
}

/** True for a number as an argument, and for the name of a simple type. */
function isNumber({ name, value }: Passed): boolean {
  const isKnown = name !== 'dtype' || /^\w+$/.test(value.text ?? '');
  return value.objects.length === 0 && !name?.startsWith('*') && isKnown;
}

/** True for a type of numbers. */
function isType(w: World, { value }: Passed): boolean {
  const items = itemsOf(w.heap, value.objects);
  return (
    items.length > 0 &&
    items.every(
      ({ kind, path }) =>
        kind === 'library' && /^(?:builtins|numpy)\.\w+$/.test(path)
    )
  );
}
