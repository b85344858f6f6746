import { lessSure } from '../names/binds';
import { isEmpty } from '../heap/members';
import { knownPartsOf, partsOf } from '../heap/holding';
import { addTo } from '../heap/journal';
import { type Item } from '../heap/heap';
import { BARE, hasInstances, itemAt, itemsOf } from '../heap/objects';
import { NOTHING, union, type ObjectSet } from '../heap/sets';
import type { World } from '../world';
import { applyMethod, type Passed } from './apply';
import { findMethod, methodNames } from './classes';
import { KEEPING } from '../../library/functions';
import type { MethodTraits } from '../../library/method-traits';

export const TEXT: readonly string[] = ['__format__', '__str__', '__repr__'];
const ORDER = ['__lt__', '__gt__', '__eq__', '__hash__'];
export const EQUAL: readonly string[] = ['__eq__', '__hash__'];
const SEQUENCE = ['__iter__', '__next__', '__len__', '__getitem__'];
const PICKLED = [
  '__reduce_ex__',
  '__reduce__',
  '__getstate__',
  '__setstate__',
  '__copy__'
];

/** What a library may ask of an instance that it is given. */
const ANY = [
  ...SEQUENCE,
  ...EQUAL,
  ...TEXT,
  '__lt__',
  '__bool__',
  '__contains__',
  '__float__',
  '__int__',
  '__index__',
  '__array__',
  '__fspath__'
];

/** Special methods that a builtin calls, of its arguments and of what is in them. */
const BY_FUNCTION: ReadonlyMap<string, readonly string[]> = new Map([
  ...['print', 'str', 'repr', 'format', 'ascii'].map(
    name => [`builtins.${name}`, TEXT] as const
  ),
  ...['sorted', 'min', 'max'].map(
    name => [`builtins.${name}`, [...ORDER, ...SEQUENCE]] as const
  ),
  ...['set', 'dict', 'frozenset'].map(
    name => [`builtins.${name}`, [...EQUAL, ...SEQUENCE, 'keys']] as const
  ),
  ...[
    'list',
    'tuple',
    'any',
    'all',
    'enumerate',
    'zip',
    'map',
    'filter',
    'iter',
    'next',
    'reversed'
  ].map(name => [`builtins.${name}`, [...SEQUENCE, '__reversed__']] as const),
  ...[
    'isinstance',
    'issubclass',
    'id',
    'type',
    'callable',
    'hasattr',
    'getattr',
    'setattr',
    'vars',
    'dir',
    'super'
  ].map(name => [`builtins.${name}`, []] as const),
  ['builtins.hash', EQUAL],
  ...[
    'heappush',
    'heappop',
    'heapify',
    'heapreplace',
    'nlargest',
    'nsmallest'
  ].map(name => [`heapq.${name}`, ORDER] as const),
  ...['insort', 'insort_left', 'insort_right', 'bisect', 'bisect_left'].map(
    name => [`bisect.${name}`, ORDER] as const
  ),
  ['copy.copy', PICKLED],
  ...['replace', 'fields', 'is_dataclass'].map(
    name => [`dataclasses.${name}`, []] as const
  ),
  ...['asdict', 'astuple'].map(
    name => [`dataclasses.${name}`, [...PICKLED, '__deepcopy__']] as const
  ),
  ['copy.deepcopy', [...PICKLED, '__deepcopy__']],
  ['builtins.len', ['__len__']],
  ['builtins.bool', ['__bool__', '__len__']],
  ['builtins.int', ['__int__', '__index__']],
  ['builtins.float', ['__float__']],
  ['builtins.abs', ['__abs__']],
  ['builtins.round', ['__round__']],
  ['builtins.sum', ['__add__', '__radd__', ...SEQUENCE]]
]);

const BY_METHOD: ReadonlyMap<string, readonly string[]> = new Map([
  ['format', TEXT],
  ['sort', ORDER],
  ...['join', 'extend', 'extendleft', 'writelines'].map(
    name => [name, SEQUENCE] as const
  ),
  ...['enter_context', 'enter_async_context', 'push'].map(
    name =>
      [name, ['__enter__', '__exit__', '__aenter__', '__aexit__']] as const
  ),
  ...[
    'add',
    'discard',
    'remove',
    'index',
    'count',
    'setdefault',
    'get',
    'pop'
  ].map(name => [name, EQUAL] as const),
  ...['update', 'union', 'difference', 'intersection'].map(
    name => [name, [...EQUAL, ...SEQUENCE]] as const
  )
]);

/** Run the special methods by which a function of Python asks the notebook's instances. */
export function runProtocols(
  w: World,
  names: readonly string[] | undefined,
  objects: ObjectSet
): void {
  if (!names || objects.length === 0 || !hasInstances(w.heap)) {
    return;
  }
  const all = union(objects, knownPartsOf(w.heap, objects));
  for (let i = 0; i < all.length; i++) {
    const item = itemAt(w.heap, all[i] ?? -1);
    if (item) {
      ask(w, item, names);
    }
  }
}

function ask(w: World, item: Item, names: readonly string[]): void {
  if (item.kind === 'instance') {
    runOf(w, item, names);
  }
  if (names.includes('__eq__')) {
    compareByIdentity(w, item);
  }
}

/** What its class does not compare is only equal to itself, which no copy is. */
export function compareByIdentity(w: World, item: Item): void {
  const isOwn =
    item.kind === 'instance'
      ? !findMethod(w, item, '__eq__')
      : item.path === BARE;
  if (isOwn && w.step) {
    addTo(w.heap, w.step.compared, item.id, w.step.log);
  }
}

function runOf(w: World, item: Item, names: readonly string[]): void {
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  for (const name of names) {
    const method = findMethod(w, item, name);
    if (method) {
      const other = { objects: [item.id], text: null };
      const given = applyMethod(w, method, [item.id], [other]);
      if (name === '__iter__') {
        // Looking at it moves it on.
        runProtocols(w, ['__next__'], given.objects);
      }
    }
  }
  w.certainty = certainty;
}

/** A value is used as a key: where it is looked up, or as an index. */
export function askKey(w: World, key: ObjectSet): void {
  if (key.length > 0) {
    askInside(w, KEY, key);
  }
}

/** As `runProtocols`, but of collections only those that the notebook wrote out. */
export function askInside(
  w: World,
  names: readonly string[],
  objects: ObjectSet
): void {
  if (objects.length === 0 || !hasInstances(w.heap)) {
    return;
  }
  for (const item of itemsOf(w.heap, objects)) {
    ask(w, item, names);
    if (item.kind === 'plain' && !item.isOpaque && !isEmpty(item.holds)) {
      for (const part of itemsOf(w.heap, partsOf(w.heap, [item.id]))) {
        ask(w, part, names);
      }
    }
  }
}

const KEY = [...EQUAL, '__index__'];

/** As `runProtocols`, for the arguments of a builtin function. */
export function askArguments(
  w: World,
  path: string,
  args: readonly Passed[]
): void {
  if (args.length === 0 || !hasInstances(w.heap)) {
    return;
  }
  const names = BY_FUNCTION.get(path);
  if (path === 'builtins.map') {
    askMapped(w, args);
  }
  if (names) {
    for (let i = 0; i < args.length; i++) {
      runProtocols(w, names, args[i]?.value.objects ?? NOTHING);
    }
  } else if (!path.startsWith('builtins.') && !KEEPING.has(path)) {
    for (let i = 0; i < args.length; i++) {
      runOwn(w, args[i]?.value.objects ?? NOTHING);
    }
  }
}

/** `map(str, xs)` asks each of `xs` what `str(x)` asks. */
function askMapped(w: World, [first, ...rest]: readonly Passed[]): void {
  for (const { kind, path } of itemsOf(w.heap, first?.value.objects ?? [])) {
    const names = kind === 'library' ? BY_FUNCTION.get(path) : undefined;
    rest.forEach(({ value }) => runProtocols(w, names, value.objects));
  }
}

/** What a library may do with instances that are passed to it, not with what is in them. */
function runOwn(w: World, objects: ObjectSet): void {
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(w.heap, objects[i] ?? -1);
    if (item?.kind === 'instance') {
      runOf(w, item, item.isOpaque ? [...ANY, ...methodNames(w, item)] : ANY);
    }
  }
}

/** A method that a library's class has may call all that the notebook's class has in its place. */
export function runOverridden(w: World, item: Item): void {
  if (item.kind === 'instance' && item.isOpaque) {
    runOf(w, item, [...OVERRIDDEN, ...methodNames(w, item)]);
  }
}

const OVERRIDDEN = [...SEQUENCE, '__setitem__', '__delitem__', '__contains__'];

/** As `runProtocols`, for the receiver of a method, what is in it, and the arguments. */
export function askMembers(
  w: World,
  method: string,
  { mutates }: MethodTraits,
  self: Item | null,
  args: readonly Passed[]
): void {
  if (!hasInstances(w.heap)) {
    return;
  }
  // Functions that others inside them share variables with take longer, even where those are not made.
  const names = BY_METHOD.get(method);
  if (names) {
    runProtocols(w, names, self ? [self.id] : NOTHING);
    for (const { value } of args) {
      runProtocols(w, names, value.objects);
    }
  } else if (self?.isOpaque && !mutates) {
    for (const { value } of args) {
      runOwn(w, value.objects);
    }
  }
}
