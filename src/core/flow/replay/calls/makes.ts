import type {
  DefineOp,
  MakeOp,
  TextOp,
  Value
} from '../../../python/facts/types';
import { type Activation, siteKey, valueOf } from './activation';
import { announceClass } from './class-hooks';
import { plainName } from './classes';
import { cellsOf, holdInCells } from './held';
import { endLater, lateOf } from './late';
import { askKey } from './protocols';
import { fillSlot } from '../heap/marks';
import { only } from '../values/loads';
import { CONSTANTS, textsBy, type Texts } from '../values/texts';
import { viewOf } from '../values/views';
import { hold, partsOf } from '../heap/holding';
import { ORDINARY, type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { ANYTHING, knownOf, textual, type Abstract } from '../heap/values';
import { NOTHING, union, type ObjectSet } from '../heap/sets';
import type { World } from '../world';

export function make(w: World, act: Activation, op: MakeOp): Abstract {
  const held = objectsAt(act, op.holds);
  const isGenerator = op.shape === 'generator';
  const late = op.body ? lateOf(w, act, op.body, op.holds, endLater(w)) : null;
  if (op.shape === 'keyed') {
    askKey(w, held);
  }
  const item = objectAt(w.heap, siteKey(w, act, op.site), {
    kind: isGenerator ? 'iterator' : 'plain',
    hazard: isGenerator ? 'generator' : null,
    isOpaque: op.shape === 'opaque',
    path: op.shape === 'tuple' ? 'builtins.tuple' : '',
    text:
      op.shape === 'display' || op.shape === 'tuple' ? wordsOf(act, op) : null,
    seldom: {
      ...ORDINARY,
      texts: writtenWith(act, op),
      late,
      isFilled: op.isFilled ?? false
    }
  });
  hold(w.heap, [item.id], held);
  const made = only(item.id);
  return op.isFilled ? { ...made, isFilled: true } : made;
}

/** What a list of constants, or a dict of the top level, is written with: what runs once has one text. */
function writtenWith(
  act: Activation,
  { entries, shape, holds }: MakeOp
): Texts | null {
  if (holds.length === 0 && (shape === 'display' || shape === 'tuple')) {
    return CONSTANTS;
  }
  return entries && !act.definition
    ? textsBy(
        entries.keys.map(value => valueOf(act, value)),
        entries.values.map(value => valueOf(act, value))
      )
    : null;
}

/** All objects of some values. */
function objectsAt(act: Activation, values: readonly Value[]): ObjectSet {
  let found = NOTHING;
  for (let i = 0; i < values.length; i++) {
    found = union(found, valueOf(act, values[i] ?? 0).objects);
  }
  return found;
}

/** The texts of a display of texts, as a command has its words. */
function wordsOf(act: Activation, { holds }: MakeOp): string | null {
  const words = holds.map(value => valueOf(act, value).text);
  return words.length > 0 && words.length < 20 && !words.includes(null)
    ? words.join(' ')
    : null;
}

export function textOf(act: Activation, { parts, isCalled }: TextOp): Abstract {
  if (typeof parts === 'string') {
    return { objects: NOTHING, text: parts };
  }
  let text: string | null = '';
  let partly = '';
  for (const part of parts) {
    const value =
      typeof part === 'string'
        ? { objects: NOTHING, text: part }
        : valueOf(act, part);
    text = text === null || value.text === null ? null : text + value.text;
    partly += knownOf(value);
  }
  return textual(text, isCalled ? ANYTHING : partly);
}

export function define(w: World, act: Activation, op: DefineOp): Abstract {
  const { definition } = op;
  const related = op.bases.reduce<ObjectSet>(
    (all, value) => union(all, valueOf(act, value).objects),
    NOTHING
  );
  const item = objectAt(w.heap, siteKey(w, act, op.site), {
    kind: definition.kind === 'class' ? 'class' : 'function',
    related,
    seldom: {
      ...ORDINARY,
      definition,
      frames: act.frames,
      metaclass: valueOf(act, op.metaclass).objects,
      texts: attributesWith(act, op),
      cell: act.cell
    }
  });
  const held = op.holds.map(value => valueOf(act, value).objects);
  held.forEach(objects => hold(w.heap, [item.id], objects));
  op.names.forEach((name, i) => {
    fillSlot(w.heap, item, plainName(name), held[i] ?? NOTHING);
  });
  hold(w.heap, [item.id], act.frames);
  // A change of a base is one of the class.
  hold(w.heap, [item.id], related);
  hold(w.heap, [item.id], item.metaclass);
  if (item.kind === 'class') {
    announceClass(w, item);
  }
  return only(item.id);
}

function attributesWith(
  act: Activation,
  { definition, names, holds }: DefineOp
): Texts | null {
  if (definition.kind !== 'class' || act.definition) {
    return null;
  }
  const keys = names.map(text => ({ objects: NOTHING, text }));
  const values = holds.slice(0, names.length);
  return textsBy(
    keys,
    values.map(value => valueOf(act, value))
  );
}

/** Part of a sequence: of an array the same memory, of a list a new one. */
export function slice(
  w: World,
  from: Abstract,
  picked: Abstract,
  key: SiteKey
): Abstract {
  let found: ObjectSet = NOTHING;
  for (const item of itemsOf(w.heap, from.objects)) {
    if (item.origin.isArray && picked.objects.length === 0) {
      found = union(found, viewOf(w.heap, item, `${w.cell} ${key}`).objects);
    } else if (item.origin.isArray) {
      const { isOpaque, path } = item;
      const copy = objectAt(w.heap, `${key} pick`, { isOpaque, path });
      found = union(found, [copy.id]);
    } else if (item.isOpaque && !item.hazard && !/^pandas\./.test(item.path)) {
      found = union(found, partsOf(w.heap, [item.id]));
    } else if (item.kind !== 'library') {
      const { isOpaque, path, hazard } = item;
      const draft = { isOpaque, path, hazard };
      const made = objectAt(w.heap, `${key} slice`, draft);
      if (!isOpaque) {
        hold(w.heap, [made.id], partsOf(w.heap, [item.id]));
      } else if (item.origin.isTable) {
        holdInCells(w, made, cellsOf(w, item));
      }
      found = union(found, [made.id]);
    }
  }
  return { objects: found, text: null };
}
