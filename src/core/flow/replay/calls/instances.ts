import { applyOwned, type Passed } from './apply';
import { runLazily } from './lazily';
import { ancestorsOf, findMethod, hasForeignBase, isField } from './classes';
import { HAZARDS } from '../../library/hazards';
import { type Call } from './calls';
import { hold, partsOf } from '../heap/holding';
import { type Item, type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { consumeAll } from '../values/elements';
import { isMember } from '../values/loads';
import { giveAway } from '../values/filled';
import type { World } from '../world';

/** A call of a notebook class: a new instance, set up by its `__init__`. */
export function construct(w: World, owner: Item, given: Call): Abstract {
  const { args, key } = given;
  const isForeign = hasForeignBase(w, owner);
  const item = objectAt(w.heap, `${key} ${owner.id}`, {
    kind: 'instance',
    related: [owner.id],
    isOpaque: isForeign,
    hazard: hazardOf(w, owner)
  });
  if (!owner.home) {
    // A class made inside a function travels with its instances.
    hold(w.heap, [item.id], [owner.id]);
  }
  const made = instancesBy(w, owner, args);
  const self = made.length > 0 ? made : [item.id];
  let isSetUp = false;
  for (const name of ['__init__', '__post_init__']) {
    const method = findMethod(w, item, name);
    if (method) {
      const { definition, owner: home } = method;
      applyOwned(w, definition, home, self, args);
      isSetUp ||= name === '__init__';
    }
  }
  if (!isSetUp) {
    for (const { value } of args) {
      hold(w.heap, [item.id], value.objects);
      if (isForeign) {
        giveAway(w, args);
        // A class of lists takes what is in the list, or what an iterator still gives.
        consumeAll(w, value.objects, given.site);
        hold(w.heap, [item.id], partsOf(w.heap, value.objects));
      }
    }
  }
  giveFields(w, owner, item, key);
  return { objects: self, text: null };
}

/** An instance of a class that derives from a library's is no easier to hand on. */
function hazardOf(w: World, owner: Item): string | null {
  const bases = itemsOf(w.heap, toSet(ancestorsOf(w, owner)));
  const found = bases.find(({ path }) => HAZARDS.has(path));
  return found ? (HAZARDS.get(found.path) ?? null) : null;
}

/** A dataclass makes each instance values of its own where the class only describes them. */
function giveFields(w: World, owner: Item, item: Item, key: SiteKey): void {
  const homes = toSet([owner.id, ...ancestorsOf(w, owner)]);
  const held = itemsOf(w.heap, partsOf(w.heap, homes));
  if (held.length > 0 && itemsOf(w.heap, homes).some(sharesDefaults)) {
    const defaults = held.filter(
      one =>
        (one.kind === 'plain' || one.kind === 'instance') &&
        !isField(one) &&
        !isMember(w, one)
    );
    hold(w.heap, [item.id], toSet(defaults.map(one => one.id)));
  }
  const fields = toSet(held.filter(isField).map(({ id }) => id));
  if (fields.length > 0) {
    const made = objectAt(w.heap, `${key} ${owner.id} fields`, {
      isOpaque: true
    });
    hold(w.heap, [item.id], [made.id]);
    runLazily(w, fields, made.id);
    const given = union(partsOf(w.heap, fields), toSet([...made.holds]));
    const values = itemsOf(w.heap, given).filter(
      ({ kind }) => kind === 'plain' || kind === 'instance'
    );
    hold(w.heap, [item.id], toSet(values.map(one => one.id)));
  }
}

/** Instances of named tuples and dataclasses have what their class has where none is given. */
function sharesDefaults({ path, definition }: Item): boolean {
  return (
    NAMED.test(path) ||
    (definition?.decorators.some(name => DATACLASS.test(name)) ?? false)
  );
}

const NAMED = /^(?:typing\.NamedTuple|collections\.namedtuple)$/;

const DATACLASS = /(?:^|\.)dataclass$/;

/** `dataclasses.replace` and `copy.replace` set a new instance up as its class does. */
export function setUpAgain(
  w: World,
  models: ObjectSet,
  args: readonly Passed[]
): void {
  for (const item of itemsOf(w.heap, models)) {
    for (const name of ['__init__', '__post_init__']) {
      const method = findMethod(w, item, name);
      if (method) {
        const { definition, owner } = method;
        applyOwned(w, definition, owner, [item.id], args);
      }
    }
  }
}

/** What `__new__` of a notebook class gives: an instance, perhaps one that was there before. */
function instancesBy(
  w: World,
  owner: Item,
  args: readonly Passed[]
): ObjectSet {
  const method = findMethod(w, owner, '__new__');
  if (!method) {
    return NOTHING;
  }
  const { definition, owner: home } = method;
  const { objects } = applyOwned(w, definition, home, [owner.id], args);
  const found = itemsOf(w.heap, objects).filter(
    ({ kind, related }) => kind === 'instance' && related.includes(owner.id)
  );
  return toSet(found.map(({ id }) => id));
}

/** `super().__new__(cls)`: a bare instance of each class. */
export function bareInstances(
  w: World,
  classes: ObjectSet,
  key: SiteKey
): Abstract {
  const made = itemsOf(w.heap, classes).flatMap(owner => {
    const draft = {
      kind: 'instance',
      related: [owner.id],
      isOpaque: hasForeignBase(w, owner)
    } as const;
    const bare = `${key} bare ${owner.id}`;
    return owner.kind === 'class' ? [objectAt(w.heap, bare, draft).id] : [];
  });
  return { objects: toSet(made), text: null };
}
