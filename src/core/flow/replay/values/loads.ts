import type { Definition } from '../../../python/facts/types';
import { applyMethod } from '../calls/apply';
import { OWN_STREAMS } from '../../library/functions';
import { memberPath } from '../../library/remember';
import { stateBehind } from '../../library/state';
import { methodTraits } from '../../library/method-traits';
import { TRANSPARENT, worksInPlace } from '../../library/methods';
import { change } from './changes';
import {
  ancestorsOf,
  attributesOf,
  findMethod,
  isField
} from '../calls/classes';
import { runLoadHooks } from '../calls/class-hooks';
import { boundMethod, orMethod } from './bound-methods';
import { hold, partsOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf, libraryItem, sharedAt } from '../heap/objects';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { arrayOf, ARRAYS, memoryOf, notesOf, viewOf, WINDOWS } from './views';
import { partOfPath, textIn } from './texts';
import { noteLocalRead } from '../process/local-modules';
import { touchState } from '../process/states';
import type { Site } from '../heap/versions';
import type { World } from '../world';

/** `x.attr` */
export function loadAttribute(
  w: World,
  from: Abstract,
  attr: string,
  site: Site,
  isTarget = false
): Abstract {
  const { objects } = from;
  const first = objects.length === 1 ? itemAt(w.heap, objects[0] ?? -1) : null;
  if (first?.texts || first?.origin.isPath) {
    return attributeOf(w, first, attr, site, isTarget);
  }
  let result = ATOMIC;
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(w.heap, objects[i] ?? -1);
    if (item) {
      result = either(result, attributeOf(w, item, attr, site, isTarget));
    }
  }
  return result.text === null && result.partly === undefined
    ? result
    : { objects: result.objects, text: null };
}

function attributeOf(
  w: World,
  item: Item,
  attr: string,
  site: Site,
  isTarget: boolean
): Abstract {
  switch (item.kind) {
    case 'library':
      return libraryAttribute(w, item, attr, site, isTarget);
    case 'instance':
    case 'class': {
      if (attr === '__class__' && item.kind === 'instance') {
        return { objects: item.related, text: null };
      }
      const method = findMethod(w, item, attr);
      if (!method) {
        const made = attr === '__dict__' ? null : runLoadHooks(w, item);
        const member = orMethod(w, item, attr, memberOf(w, item, attr));
        return made ? either(made, member) : member;
      }
      if (isCached(method.definition)) {
        // The instance keeps the value from its first use on.
        change(w, [item.id], site);
      }
      if (!isComputed(method.definition)) {
        return only(boundMethod(w, item, attr).id);
      }
      const given = applyMethod(w, method, [item.id], []);
      if (isCached(method.definition)) {
        hold(w.heap, [item.id], given.objects);
      }
      return given;
    }
    default:
      return plainAttribute(w, item, attr);
  }
}

function isComputed({ decorators }: Definition): boolean {
  return decorators.some(name =>
    /^(?:property|cached_property|functools\.cached_property|\w+\.getter)$/.test(
      name
    )
  );
}

function isCached({ decorators }: Definition): boolean {
  return decorators.some(name => /(?:^|\.)cached_property$/.test(name));
}

function plainAttribute(w: World, item: Item, attr: string): Abstract {
  if (item.origin.isPath && item.text !== null) {
    const part = partOfPath(w.heap, item, item.text, attr);
    if (part) {
      return part;
    }
  }
  if (item.origin.isTable && WINDOWS.has(attr)) {
    const objects = toSet([item.id, memoryOf(w.heap, item).id]);
    return { objects, text: null };
  }
  if (TRANSPARENT.has(attr) || attr === '__dict__') {
    return only(item.id);
  }
  if (item.origin.isTable && attr === 'attrs') {
    return only(notesOf(w, item).id);
  }
  if (item.origin.isTable && ARRAYS.has(attr)) {
    return arrayOf(w, item);
  }
  if (item.origin.isTable && worksInPlace(attr)) {
    return only(boundMethod(w, item, attr).id);
  }
  if (item.origin.isArray && methodTraits(attr).views) {
    return viewOf(w.heap, item, attr);
  }
  if (item.isOpaque && methodTraits(attr).views) {
    return { objects: partsOf(w.heap, [item.id]), text: null };
  }
  const isDrawn = item.origin.isGenerator && attr !== 'bit_generator';
  if (isDrawn || methodTraits(attr).mutates) {
    return only(boundMethod(w, item, attr).id);
  }
  if (item.origin.rules?.sharing.has(attr)) {
    const draft = { path: item.path, isOpaque: true };
    const shown = sharedAt(w.heap, `${attr} of ${item.id}`, draft);
    hold(w.heap, [item.id], [shown.id]);
    hold(w.heap, [shown.id], [item.id]);
    return only(shown.id);
  }
  if (item.origin.leaving?.has(attr)) {
    const draft = { path: 'builtins.list', isOpaque: true, isFresh: true };
    return only(sharedAt(w.heap, `${attr} of ${item.id}`, draft).id);
  }
  const parts = partsOf(w.heap, [item.id]);
  // Of a list or dict every attribute is a method.
  const isMethod =
    item.kind === 'plain' &&
    !item.isOpaque &&
    (methodTraits(attr).loads || methodTraits(attr).isPure);
  const own = isMethod ? [boundMethod(w, item, attr).id] : NOTHING;
  return { objects: union(parts, own), text: null };
}

export function isEnum(w: World, { related }: Item): boolean {
  return itemsOf(w.heap, related).some(({ path }) =>
    /^enum\.\w*(?:Enum|Flag)$/.test(path)
  );
}

/** True for a member of an enumeration; these stay as they are. */
export function isMember(w: World, { kind, related }: Item): boolean {
  return (
    kind === 'instance' && itemsOf(w.heap, related).some(one => isEnum(w, one))
  );
}

/** Any member of an enumeration, with what it may stand for. */
export function memberIn(w: World, item: Item, values: ObjectSet): number {
  const draft = { kind: 'instance', related: [item.id] } as const;
  const member = sharedAt(w.heap, `member ${item.id}`, draft);
  const data = itemsOf(w.heap, values).filter(({ kind }) => kind !== 'library');
  hold(w.heap, [member.id], toSet(data.map(({ id }) => id)));
  return member.id;
}

/** A class attribute; members of enumerations are objects of the class. */
function memberOf(w: World, item: Item, attr: string): Abstract {
  if (item.kind === 'class' && isEnum(w, item) && /^[A-Z]/.test(attr)) {
    return only(memberIn(w, item, attributesOf(w, item, attr)));
  }
  if (attr === '__dict__') {
    return only(item.id);
  }
  const classes = itemsOf(w.heap, [item.id, ...ancestorsOf(w, item)]);
  const found = classes.flatMap(home =>
    home.kind === 'class'
      ? attributesOf(w, home, attr)
      : partsOf(w.heap, [home.id])
  );
  const held = itemsOf(w.heap, toSet(found));
  const objects = held.filter(one => !isField(one)).map(({ id }) => id);
  const text = item.kind === 'class' ? classText(classes, attr) : null;
  return { objects, text };
}

/** The text that a class, or the first that it derives from and has it, was written with. */
function classText(classes: readonly Item[], attr: string): string | null {
  const owner = classes.find(({ texts }) => texts?.has(attr));
  return owner ? textIn([owner], attr) : null;
}

/** Numbers and texts that libraries give names to; nobody can change them. */
const CONSTANTS =
  /^(?:numpy\.(?:nan|inf|pi|e|newaxis|euler_gamma|NaN|NAN|Inf)|math\.(?:pi|e|inf|nan|tau)|pandas\.(?:NA|NaT)|sys\.maxsize|os\.(?:sep|linesep|name))$/;

function libraryAttribute(
  w: World,
  item: Item,
  attr: string,
  site: Site,
  isTarget: boolean
): Abstract {
  const path = memberPath(item.path, attr);
  if (CONSTANTS.test(path)) {
    return ATOMIC;
  }
  const key = stateBehind(path);
  if (key && !key.startsWith('lib:') && !isTarget) {
    touchState(w, { key, mode: 'read' }, site, false);
  }
  if (!isTarget) {
    noteLocalRead(w, path, site);
  }
  const hazard = OWN_STREAMS.has(path) ? 'open file' : null;
  return only(libraryItem(w.heap, path, hazard).id);
}

export function only(id: number): Abstract {
  return { objects: [id], text: null };
}
