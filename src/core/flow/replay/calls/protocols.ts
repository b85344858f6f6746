import { lessSure } from '../names/binds';
import { itemsOf, partsOf } from '../heap/objects';
import { union, type ObjectSet } from '../heap/sets';
import type { World } from '../world';
import { applyMethod, type Passed } from './apply';
import { findMethod } from './classes';

const TEXT = ['__format__', '__str__', '__repr__'];
const ORDER = ['__lt__', '__gt__', '__eq__', '__hash__'];
const EQUAL = ['__eq__', '__hash__'];

/** Special methods that a builtin calls, of its arguments and of what is in them. */
const BY_FUNCTION: ReadonlyMap<string, readonly string[]> = new Map([
  ...['print', 'str', 'repr', 'format', 'ascii'].map(
    name => [`builtins.${name}`, TEXT] as const
  ),
  ...['sorted', 'min', 'max'].map(name => [`builtins.${name}`, ORDER] as const),
  ...['set', 'dict', 'frozenset', 'hash'].map(
    name => [`builtins.${name}`, EQUAL] as const
  ),
  ['builtins.len', ['__len__']],
  ['builtins.bool', ['__bool__', '__len__']],
  ['builtins.int', ['__int__', '__index__']],
  ['builtins.float', ['__float__']],
  ['builtins.abs', ['__abs__']],
  ['builtins.round', ['__round__']],
  ['builtins.sum', ['__add__', '__radd__']]
]);

const BY_METHOD: ReadonlyMap<string, readonly string[]> = new Map([
  ['format', TEXT],
  ['sort', ORDER],
  ...['add', 'discard', 'remove', 'index', 'count', 'update', 'setdefault'].map(
    name => [name, EQUAL] as const
  )
]);

/** Run the special methods by which a function of Python asks the notebook's instances. */
export function runProtocols(
  w: World,
  names: readonly string[] | undefined,
  objects: ObjectSet
): void {
  if (!names || objects.length === 0) {
    return;
  }
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  for (const item of itemsOf(
    w.heap,
    union(objects, partsOf(w.heap, objects))
  )) {
    for (const name of item.kind === 'instance' ? names : []) {
      const method = findMethod(w, item, name);
      if (method) {
        const other = { objects: [item.id], text: null };
        applyMethod(w, method, [item.id], [other]);
      }
    }
  }
  w.certainty = certainty;
}

/** As `runProtocols`, for the arguments of a builtin function. */
export function askArguments(
  w: World,
  path: string,
  args: readonly Passed[]
): void {
  const names = BY_FUNCTION.get(path);
  if (names) {
    args.forEach(({ value }) => runProtocols(w, names, value.objects));
  }
}

/** As `runProtocols`, for the receiver of a method, what is in it, and the arguments. */
export function askMembers(
  w: World,
  method: string,
  self: ObjectSet,
  args: readonly Passed[]
): void {
  const names = BY_METHOD.get(method);
  if (names) {
    runProtocols(w, names, self);
    args.forEach(({ value }) => runProtocols(w, names, value.objects));
  }
}
