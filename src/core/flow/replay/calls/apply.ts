import type { Definition } from '../../../python/facts/types';
import type { Activation } from './activation';
import { beginCached, endCached } from './cached';
import { changesFirst, containerMethod } from '../../library/functions';
import { findMethod, type Method } from './classes';
import { beginLater, endLater, lateOf } from './late';
import { allTakenFrom } from '../values/views';
import { hold } from '../heap/holding';
import { ORDINARY, type Item } from '../heap/heap';
import { itemAt, itemsOf, libraryItem, objectAt } from '../heap/objects';
import { ATOMIC, either, unfilled, type Abstract } from '../heap/values';
import { toSet, union, type ObjectSet } from '../heap/sets';
import { runOps } from '../run';
import type { World } from '../world';

/** An argument of a call, evaluated. */
export interface Passed {
  /** Keyword; `null` for a positional one, `*` and `**` for unpacked ones. */
  readonly name: string | null;
  readonly value: Abstract;
}

const MAX_DEPTH = 60;

/** Stands for a manager that may keep an error back. */
export const SWALLOWER = 'contextlib.suppress';

/** Run a method on a receiver with positional arguments. */
export function applyMethod(
  w: World,
  { definition, owner }: Method,
  receiver: ObjectSet,
  args: readonly Abstract[]
): Abstract {
  const passed = args.map(value => ({ name: null, value }));
  return applyOwned(w, definition, owner, receiver, passed);
}

/** Run a method of a class; decorators decide what the first argument is. */
export function applyOwned(
  w: World,
  definition: Definition,
  owner: Item,
  receiver: ObjectSet,
  args: readonly Passed[]
): Abstract {
  const { decorators } = definition;
  const isStatic = decorators.includes('staticmethod');
  const self = { name: null, value: { objects: receiver, text: null } };
  w.classes.push(owner.id);
  const all = isStatic ? args : [self, ...args];
  const result = run(w, definition, owner, all);
  w.classes.pop();
  return result;
}

/** Run a function of the notebook, as it is here and now. */
export function applyFunction(
  w: World,
  item: Item,
  args: readonly Passed[]
): Abstract {
  return item.definition ? run(w, item.definition, item, args) : ATOMIC;
}

function run(
  w: World,
  definition: Definition,
  item: Item,
  args: readonly Passed[]
): Abstract {
  const parameters = bindArguments(w, definition, item, args);
  const key = `${w.certainty} ${item.cell}:${definition.at.start}:${item.frames.join()}|${parameters.map(({ objects }) => objects.join()).join('|')}`;
  const known = w.calls.get(key);
  if (known) {
    return known;
  }
  if (w.depth > MAX_DEPTH || (w.budget -= definition.ops.length) < 0) {
    return ATOMIC;
  }
  // A call of itself finds this; what the recursion adds is in the outer result anyway.
  w.calls.set(key, ATOMIC);
  w.depth++;
  const begin = beginCached(w, item);
  const result = execute(w, definition, item, parameters);
  if (begin) {
    endCached(w, item, begin, result);
  }
  w.depth--;
  w.calls.set(key, result);
  return result;
}

function execute(
  w: World,
  definition: Definition,
  item: Item,
  parameters: readonly Abstract[]
): Abstract {
  const values: Abstract[] = new Array(definition.values);
  definition.parameters.forEach(({ value }, i) => {
    values[value] = parameters[i] ?? ATOMIC;
  });
  const { context } = w;
  w.context = `${context}/${item.cell}.${definition.at.start}`;
  const frames = definition.hasFrame
    ? [frameFor(w, definition).id, ...item.frames]
    : item.frames;
  const act = {
    values,
    frames,
    cell: item.cell,
    definition,
    orders: []
  };
  const isLater = definition.isGenerator && !isManager(definition);
  if (isLater) {
    beginLater(w);
  }
  runOps(w, act, definition.ops);
  const result = definition.returns
    .map(value => values[value] ?? ATOMIC)
    .reduce<Abstract | null>((a, b) => (a ? either(a, b) : b), null);
  // It may end without giving anything.
  const yielded = unfilled(result ?? ATOMIC);
  const given = isLater
    ? generatorOf(w, act, definition, yielded)
    : definition.isGenerator
      ? managed(w, definition, yielded)
      : yielded;
  w.context = context;
  return given;
}

function frameFor(w: World, definition: Definition): Item {
  const key = `frame ${w.context} ${definition.at.start}`;
  return objectAt(w.heap, key, { kind: 'frame' });
}

function isManager({ decorators }: Definition): boolean {
  return decorators.some(name => /contextmanager$/.test(name));
}

/** What a generator gives that is the body of a manager. */
function managed(
  w: World,
  { swallows }: Definition,
  yielded: Abstract
): Abstract {
  const swallower = libraryItem(w.heap, SWALLOWER).id;
  const objects = union(yielded.objects, [swallower]);
  return swallows ? { objects, text: null } : yielded;
}

/** What a generator function gives: its body runs later, but in the same order of steps. */
function generatorOf(
  w: World,
  act: Activation,
  definition: Definition,
  yielded: Abstract
): Abstract {
  const { ops, returns } = definition;
  const late = lateOf(w, act, ops, returns, endLater(w));
  const key = `generator ${w.context} ${definition.at.start}`;
  const hazard = 'generator';
  const seldom = { ...ORDINARY, late };
  const item = objectAt(w.heap, key, { kind: 'iterator', hazard, seldom });
  hold(w.heap, [item.id], yielded.objects);
  return { objects: [item.id], text: null };
}

/** The values of the parameters, by position; defaults where nothing is passed. */
function bindArguments(
  w: World,
  definition: Definition,
  item: Item,
  args: readonly Passed[]
): Abstract[] {
  const positional = args.filter(({ name }) => name === null);
  const spread = args.filter(({ name }) => name === '*' || name === '**');
  const rest = spreadOf(w, spread);
  let next = 0;
  return definition.parameters.map(({ name, form, text }) => {
    switch (form) {
      case 'plain': {
        const keyword = args.find(arg => arg.name === name);
        const given = keyword ?? positional[next++];
        return given?.value ?? orDefault(w, rest, item, text);
      }
      case 'rest': {
        const others = positional.slice(next).map(({ value }) => value);
        next = positional.length;
        return container(w, definition, name, [...others, ...rest]);
      }
      case 'keywords': {
        const named = definition.parameters.filter(one => one.form === 'plain');
        const known = new Set(named.map(one => one.name));
        const others = args.filter(arg => arg.name && !known.has(arg.name));
        const values = others.map(({ value }) => value);
        return container(w, definition, name, [...values, ...rest]);
      }
    }
  });
}

function spreadOf(w: World, spread: readonly Passed[]): Abstract[] {
  return spread.map(({ value }) => ({
    objects: allTakenFrom(w.heap, value.objects),
    text: null
  }));
}

function orDefault(
  w: World,
  rest: readonly Abstract[],
  item: Item,
  text: string | null
): Abstract {
  const defaults =
    item.kind === 'function'
      ? itemsOf(w.heap, toSet([...item.holds])).filter(
          ({ kind }) => kind !== 'frame'
        )
      : [];
  const objects = toSet(defaults.map(({ id }) => id));
  return rest.reduce(either, { objects, text });
}

function container(
  w: World,
  definition: Definition,
  name: string,
  values: readonly Abstract[]
): Abstract {
  const held = toSet(values.flatMap(({ objects }) => objects));
  const key = `rest ${w.context} ${definition.at.start} ${name} ${held.join()}`;
  const item = objectAt(w.heap, key);
  hold(w.heap, [item.id], held);
  return { objects: [item.id], text: null };
}

/** Functions, instances with `__call__` and the like that may be called through a value. */
export function callablesIn(w: World, { objects }: Abstract): readonly Item[] {
  let found: Item[] | null = null;
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(w.heap, objects[i] ?? -1);
    if (item && isCallable(w, item)) {
      found = found ?? [];
      found.push(item);
    }
  }
  return found ?? NONE_CALLABLE;
}

const NONE_CALLABLE: readonly Item[] = [];

/** True for what runs code of the notebook, or changes what it gets, when it is called. */
export function isCallable(w: World, item: Item): boolean {
  const { kind, path } = item;
  return (
    kind === 'function' ||
    kind === 'bound' ||
    kind === 'partial' ||
    kind === 'class' ||
    (kind === 'library' && changesPassed(path)) ||
    (kind === 'instance' && findMethod(w, item, '__call__') !== null)
  );
}

/** `list.append`, `heapq.heappop`: who calls it changes what it is called with. */
function changesPassed(path: string): boolean {
  return containerMethod(path) !== null || changesFirst(path);
}
