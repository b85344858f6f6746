import type { OperateOp } from '../../../python/facts/types';
import { type Activation, siteKey, siteOf, valueOf } from '../calls/activation';
import { SWALLOWER } from '../calls/apply';
import { awaited } from '../calls/coroutines';
import { decorate } from '../calls/decorating';
import { askInside, compareByIdentity, EQUAL, TEXT } from '../calls/protocols';
import { partsOf } from '../heap/holding';
import { hasInstances, itemsOf } from '../heap/objects';
import { toSet } from '../heap/sets';
import { ATOMIC, type Abstract } from '../heap/values';
import type { Site } from '../heap/versions';
import { readAt } from '../names/reads';
import type { World } from '../world';
import { COMPARISONS, compute } from './computing';
import { consumeAll } from './elements';
import { caughtBy, raise } from './exceptions';
import { runSpecial, specialNames } from './operator-methods';

/** What an operator does and gives. */
export function operate(w: World, act: Activation, op: OperateOp): Abstract {
  const operands = op.operands.map(value => valueOf(act, value));
  const site = siteOf(w, act, op.at);
  if (op.operator === 'decorate') {
    const key = siteKey(w, act, op.site);
    return decorate(w, operands, { act, args: [], site, key });
  }
  const special = runSpecial(w, op.operator, operands);
  if (COMPARISONS.has(op.operator) || op.operator.endsWith('in')) {
    compare(w, op.operator, operands);
  }
  const left = operands[0] ?? ATOMIC;
  const right = operands[1] ?? ATOMIC;
  if (op.operator === '%' && left.objects.length === 0) {
    askInside(w, TEXT, right.objects);
  }
  switch (op.operator) {
    case 'in':
    case 'not in':
      probeName(w, act, left, right, site);
      consumeAll(w, right.objects, site);
      return ATOMIC;
    case 'test':
    case 'format':
    case 'exit':
      return ATOMIC;
    case 'raise':
      raise(w, siteKey(w, act, op.site), left.objects);
      return ATOMIC;
    case 'caught':
      return caughtBy(w, siteKey(w, act, op.site), left.objects);
    case 'await':
      return { objects: awaited(w, left.objects), text: left.text };
    case 'enter':
      return special ?? entered(w, left);
    default:
      return special ?? compute(w, act, op, left, right, site);
  }
}

/** What is in collections is compared with them. */
function compare(
  w: World,
  operator: string,
  operands: readonly Abstract[]
): void {
  // Nothing else has methods that are asked; looking at what is compared takes time.
  if (
    operands.every(({ objects }) => objects.length === 0) ||
    !hasInstances(w.heap)
  ) {
    return;
  }
  const all = operands.flatMap(({ objects }) => objects);
  const items = itemsOf(w.heap, all);
  if (/^(?:==|!=)$|in$/.test(operator)) {
    items.forEach(item => compareByIdentity(w, item));
  }
  const plain = items.filter(one => one.kind === 'plain');
  const ids = plain.map(({ id }) => id);
  askInside(w, specialNames(operator), ids);
  if (operator.endsWith('in')) {
    askInside(w, EQUAL, all);
  }
}

/** Managers that give what they were made with. */
const GIVING = /^contextlib\.(?:nullcontext|closing)$/;

/** What a manager gives that is the value itself. */
function entered(w: World, { objects, text }: Abstract): Abstract {
  const own = itemsOf(w.heap, objects).filter(({ path }) => path !== SWALLOWER);
  const found = own.flatMap(({ id, path }) =>
    GIVING.test(path) ? partsOf(w.heap, [id]) : [id]
  );
  return { objects: toSet(found), text };
}

/** `"x" in globals()` */
function probeName(
  w: World,
  act: Activation,
  left: Abstract,
  right: Abstract,
  site: Site
): void {
  const asks = itemsOf(w.heap, right.objects).some(
    ({ kind }) => kind === 'namespace'
  );
  if (asks && left.text !== null) {
    const manner = { probe: true, inside: false, certain: false, at: site.at };
    readAt(w, act, left.text, site, manner);
  }
}
