import type { Diagnostic } from '../../diagnostic';
import { handedOnByHook } from '../../messages/transfers';
import type { Name } from '../../python/facts/types';
import { ancestorsOf, findMethod } from '../replay/calls/classes';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import type { Version } from '../replay/heap/versions';
import { whereOf } from '../replay/places';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import type { Once } from './views';

/** Methods by which a class decides what is pickled of its instances and what is made of that. */
const HOOKS: readonly Name[] = [
  '__getstate__',
  '__setstate__',
  '__reduce__',
  '__reduce_ex__',
  '__getnewargs__',
  '__getnewargs_ex__'
];

/** Methods that run again when an instance of a class with such a base is loaded. */
const BY_BASE: readonly (readonly [RegExp, readonly Name[]])[] = [
  [/^(?:builtins\.dict|collections\.\w*[dD]ict)$/, ['__setitem__']],
  [/^builtins\.list$/, ['append', 'extend']],
  [/^builtins\.\w*(?:Exception|Error|Warning)$/, ['__init__']]
];

/** Values whose own classes have a say in how they arrive (DF707). */
export function reportHooks(
  w: World,
  step: StepRecord,
  version: Version,
  reached: readonly Item[],
  once: Once
): void {
  for (const item of reached) {
    const hook =
      item.kind === 'instance'
        ? hookOf(w, item)
        : hookOfTree(w, step, version, item);
    if (hook !== null) {
      const { name, site } = version;
      once(`hook ${hook}`, (): Diagnostic => {
        const use = step.uses.get(name)?.site ?? site;
        const names = { name, hook, to: step.name };
        const cause = whereOf(w.notebook, site);
        return handedOnByHook(whereOf(w.notebook, use), names, cause);
      });
    }
  }
}

/**
 * Trees of Beautiful Soup are written as text and parsed again, which parts them from their
 * elements that other variables stand for.
 */
function hookOfTree(
  w: World,
  step: StepRecord,
  version: Version,
  { path }: Item
): string | null {
  return path.startsWith('bs4.') &&
    [...step.uses.values()].some(
      ({ entry, name }) =>
        name !== version.name &&
        itemsOf(w.heap, entry.value.objects).some(other =>
          other.path.startsWith('bs4.')
        )
    )
    ? 'BeautifulSoup.__getstate__'
    : null;
}

/** `Class.__getstate__`, or what else such a value is handed on by; `null` for nothing. */
function hookOf(w: World, item: Item): string | null {
  const bases = itemsOf(w.heap, ancestorsOf(w, item));
  const names = BY_BASE.flatMap(([base, methods]) =>
    bases.some(({ path }) => base.test(path)) ? methods : []
  );
  for (const name of [...HOOKS, ...names]) {
    const method = findMethod(w, item, name);
    if (method) {
      return `${method.owner.home?.name ?? method.owner.definition?.name ?? ''}.${name}`;
    }
  }
  return null;
}
