import {
  codeComputed,
  endsStep,
  namesComputed
} from '../../../messages/dynamic';
import type { Call } from './calls';
import { changeThrough, noteDynamic } from '../values/stores';
import { change, compareObjects } from '../values/changes';
import { boundMethod } from '../values/bound-methods';
import { loadAttribute, only } from '../values/loads';
import { memberPath } from '../../library/remember';
import { methodNames } from './classes';
import { isEmpty } from '../heap/members';
import { partsOf, reachOf, hold } from '../heap/holding';
import { ORDINARY, type Item } from '../heap/heap';
import { itemsOf, libraryItem, objectAt, sharedAt } from '../heap/objects';
import { ATOMIC, type Abstract } from '../heap/values';
import { toSet, union, type ObjectSet } from '../heap/sets';
import { whereOf } from '../places';
import { runLazily } from './lazily';
import { bareInstances } from './instances';
import { runText } from './texts';
import { reportOnce, type World } from '../world';

const SPECIAL: ReadonlySet<string> = new Set([
  ...'globals locals dir exec eval super getattr setattr type id next anext exit quit vars'
    .split(' ')
    .map(name => `builtins.${name}`),
  'copy.deepcopy',
  'sys.exit',
  'builtins.object.__new__'
]);

/** Builtins that are more than functions; `null` for everything else. */
export function callBuiltin(
  w: World,
  path: string,
  given: Call
): Abstract | null {
  if (!SPECIAL.has(path)) {
    return null;
  }
  switch (path) {
    case 'builtins.globals':
    case 'builtins.locals':
      return path === 'builtins.locals' && given.act.definition
        ? null
        : only(sharedAt(w.heap, 'namespace', { kind: 'namespace' }).id);
    case 'builtins.dir':
      return given.args.length === 0
        ? only(sharedAt(w.heap, 'namespace', { kind: 'namespace' }).id)
        : null;
    case 'builtins.exec':
    case 'builtins.eval':
      return runCode(w, path.replace('builtins.', ''), given);
    case 'builtins.super':
      return superOf(w, given);
    case 'builtins.getattr':
      return getAttribute(w, given);
    case 'builtins.setattr':
      return setAttribute(w, given);
    case 'builtins.object.__new__':
      return bareInstances(w, given.args[0]?.value.objects ?? [], given.key);
    case 'copy.deepcopy':
      return deepCopy(w, given);
    case 'builtins.type':
      return typeOf(w, given);
    case 'builtins.id':
      given.args.forEach(({ value }) => compareObjects(w, value.objects));
      return only(
        objectAt(w.heap, given.key, { hazard: 'address of an object' }).id
      );
    case 'builtins.next':
    case 'builtins.anext':
      return nextOf(w, given);
    case 'sys.exit':
    case 'builtins.exit':
    case 'builtins.quit':
      return exit(w, path.replace('builtins.', ''), given);
    case 'builtins.vars':
      return given.args.length === 0
        ? only(sharedAt(w.heap, 'namespace', { kind: 'namespace' }).id)
        : variablesOf(w, given.args[0]?.value.objects ?? []);
    default:
      return null;
  }
}

/** `vars(x)`: of a module what is written to it ends with the process. */
function variablesOf(w: World, objects: ObjectSet): Abstract {
  const ids = itemsOf(w.heap, objects).map(item =>
    item.kind === 'library'
      ? libraryItem(w.heap, memberPath(item.path, '__dict__')).id
      : item.id
  );
  return { objects: toSet(ids), text: null };
}

function exit(w: World, call: string, { act, site }: Call): Abstract {
  if (!act.definition && w.step) {
    reportOnce(w, `DF606 ${site.cell} ${site.at.start}`, () =>
      endsStep(whereOf(w.notebook, site), `${call}()`)
    );
  }
  return ATOMIC;
}

function runCode(w: World, call: string, given: Call): Abstract {
  const { act, args, site } = given;
  const [code, namespace] = args;
  const isNotebooks =
    !namespace ||
    itemsOf(w.heap, namespace.value.objects).some(
      ({ kind }) => kind === 'namespace'
    );
  if (!isNotebooks) {
    return only(objectAt(w.heap, given.key, { isOpaque: true }).id);
  }
  if (code && code.value.text !== null && !/[{}]/.test(code.value.text)) {
    return runText(w, act, code.value.text, site, call === 'eval');
  }
  if (call === 'exec') {
    noteDynamic(w, site);
  }
  reportOnce(w, `DF601 ${site.cell} ${site.at.start}`, () =>
    codeComputed(whereOf(w.notebook, site), call)
  );
  return only(objectAt(w.heap, given.key, { isOpaque: true }).id);
}

/** Report names that are made by computed text. */
export function reportComputedNames(w: World, site: Call['site']): void {
  reportOnce(w, `DF602 ${site.cell} ${site.at.start}`, () =>
    namesComputed(whereOf(w.notebook, site), 'globals()')
  );
}

function superOf(w: World, { args, act }: Call): Abstract {
  const self = args.find(({ name }) => name === 'self') ?? args[1];
  const objects = self?.value.objects ?? [];
  const owner = w.classes[w.classes.length - 1] ?? -1;
  const key = `super ${objects.join()} ${owner} ${act.cell}`;
  const draft = { kind: 'bound', path: 'super()', related: objects } as const;
  return only(sharedAt(w.heap, key, draft).id);
}

function getAttribute(w: World, { args, site }: Call): Abstract {
  const [from, name, fallback] = args;
  if (!from) {
    return ATOMIC;
  }
  const text = name?.value.text ?? null;
  const loaded =
    text === null
      ? { objects: anyAttribute(w, from.value.objects), text: null }
      : loadAttribute(w, from.value, text, site);
  const objects = toSet([
    ...loaded.objects,
    ...(fallback?.value.objects ?? [])
  ]);
  return { objects, text: null };
}

/** `setattr(x, "name", value)`; `null` where the name is not known here. */
function setAttribute(w: World, { args, site }: Call): Abstract | null {
  const [target, name, value] = args;
  const text = name?.value.text ?? null;
  if (!target || !value || text === null || /\W/.test(text)) {
    return null;
  }
  changeThrough(w, target.value, text, ATOMIC, value.value, site);
  return ATOMIC;
}

/** What an attribute of any name may be: values that are kept, and all methods. */
function anyAttribute(w: World, objects: ObjectSet): ObjectSet {
  const methods = itemsOf(w.heap, objects).flatMap(item =>
    methodNames(w, item).map(name => boundMethod(w, item, name).id)
  );
  return union(partsOf(w.heap, objects), toSet(methods));
}

/** Functions and classes are never copied; whatever else a copy reaches is new. */
function deepCopy(w: World, { args, key }: Call): Abstract {
  const objects = args[0]?.value.objects ?? [];
  const [model] = itemsOf(w.heap, objects);
  if (!model) {
    return ATOMIC;
  }
  if (isCode(model)) {
    return { objects, text: null };
  }
  const { kind, path, related, definition, text } = model;
  const items = itemsOf(w.heap, objects);
  const isOpaque = items.some(item => item.isOpaque || !isEmpty(item.holds));
  const seldom = { ...ORDINARY, definition };
  const draft = { kind, path, related, seldom, text, isOpaque };
  const copy = objectAt(w.heap, key, draft);
  for (const item of itemsOf(w.heap, [...reachOf(w.heap, objects)])) {
    if (isCode(item)) {
      hold(w.heap, [copy.id], [item.id]);
    } else if (item.kind === 'instance' && !objects.includes(item.id)) {
      const { related, definition } = item;
      const inner = objectAt(w.heap, `${key} copy ${item.id}`, {
        kind: 'instance',
        related,
        seldom: { ...ORDINARY, definition },
        isOpaque: true
      });
      hold(w.heap, [copy.id], [inner.id]);
    }
  }
  return only(copy.id);
}

function isCode({ kind }: Item): boolean {
  return kind === 'function' || kind === 'class';
}

function typeOf(w: World, { args }: Call): Abstract | null {
  const [first, ...others] = args;
  if (!first || others.length > 0) {
    return null;
  }
  const classes = itemsOf(w.heap, first.value.objects).flatMap(
    ({ related, kind }) => (kind === 'instance' ? related : [])
  );
  return { objects: toSet(classes), text: null };
}

function nextOf(w: World, { args, site }: Call): Abstract {
  const [from, fallback] = args;
  const objects = from?.value.objects ?? [];
  const iterators = itemsOf(w.heap, objects).filter(
    ({ kind }) => kind === 'iterator'
  );
  runLazily(w, toSet(iterators.map(({ id }) => id)));
  change(w, objects, site);
  const given = fallback?.value.objects ?? [];
  return {
    objects: toSet([...partsOf(w.heap, objects), ...given]),
    text: null
  };
}
