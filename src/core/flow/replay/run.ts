import type {
  BeginOp,
  CallOp,
  ChangeOp,
  IterateOp,
  LoadOp,
  Op,
  OperateOp
} from '../../python/facts/types';
import {
  type Activation,
  orderAt,
  siteKey,
  siteOf,
  valueOf
} from './calls/activation';
import { bind, assure, lessSure, unbind } from './names/binds';
import { SWALLOWER } from './calls/apply';
import { call } from './calls/calls';
import { changeThrough } from './values/stores';
import { compareObjects } from './values/changes';
import { findMethod } from './calls/classes';
import { beginLater } from './calls/late';
import { captured, setSlot } from './frames';
import { define, make, slice, textOf } from './calls/makes';
import { runDynamic, runFile, runMagic, runStar } from './process/magics';
import { iterate, unpack } from './values/elements';
import { FILLED, isFilled } from './values/filled';
import { loadItem } from './values/items';
import { loadAttribute, only } from './values/loads';
import { noteHome } from './heap/marks';
import { itemsOf, libraryItem } from './heap/objects';
import { ATOMIC, type Abstract } from './heap/values';
import { noteLocalRead } from './process/local-modules';
import { noteModule } from './process/modules';
import { operate } from './values/operators';
import { anyOf, reachable } from './values/several';
import { readName } from './names/reads';
import { touchState } from './process/states';
import type { Version } from './heap/versions';
import type { World } from './world';

/** Replay the operations of a unit; `onTop` runs where a statement of the cell itself begins. */
export function runOps(
  w: World,
  act: Activation,
  ops: readonly Op[],
  onTop: ((op: BeginOp) => void) | null = null
): void {
  let order = -1;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i];
    if (op) {
      if (w.order !== order) {
        ({ order } = w);
        act.orders.push(i, order);
      }
      if (onTop) {
        w.begun = order;
      }
      switch (op.op) {
        case 'begin':
          onTop?.(op);
          break;
        case 'skip':
          i += valueOf(act, op.seen) === FILLED ? op.count : 0;
          break;
        default:
          runOp(w, act, op);
      }
    }
  }
}

function runOp(
  w: World,
  act: Activation,
  op: Exclude<Op, { readonly op: 'begin' | 'skip' }>
): void {
  switch (op.op) {
    case 'read':
      act.values[op.to] = readName(w, act, op);
      return;
    case 'load':
    case 'iterate':
    case 'call':
    case 'operate': {
      // What runs behind an operation runs no more surely than the operation.
      const { certainty } = w;
      w.certainty = lessSure(certainty, op.sure);
      act.values[op.to] = runBehind(w, act, op);
      w.certainty = certainty;
      return;
    }
    case 'text':
      act.values[op.to] = textOf(act, op);
      return;
    case 'bind':
    case 'unbind':
    case 'assure':
      runBinding(w, act, op);
      return;
    case 'make':
      act.values[op.to] = make(w, act, op);
      return;
    case 'define':
      act.values[op.to] = define(w, act, op);
      return;
    case 'slice':
    case 'unpack':
    case 'deepen':
    case 'join':
      act.values[op.to] = takeBy(w, act, op);
      return;
    case 'change':
      runChange(w, act, op);
      return;
    default:
      runOther(w, act, op);
  }
}

function runBehind(
  w: World,
  act: Activation,
  op: LoadOp | IterateOp | CallOp | OperateOp
): Abstract {
  switch (op.op) {
    case 'call':
      return call(w, act, op);
    case 'load': {
      const site = siteOf(w, act, op.at);
      const from = valueOf(act, op.from);
      return op.attr === null
        ? loadItem(w, act, from, valueOf(act, op.key), site)
        : loadAttribute(w, from, op.attr, site, op.isTarget);
    }
    case 'operate':
      return operate(w, act, op);
    case 'iterate':
      return iterate(w, valueOf(act, op.from), siteOf(w, act, op.at));
  }
}

function runChange(w: World, act: Activation, op: ChangeOp): void {
  changeThrough(
    w,
    valueOf(act, op.target),
    op.attr,
    valueOf(act, op.key),
    valueOf(act, op.value),
    siteOf(w, act, op.at),
    op
  );
}

type Common =
  | 'read'
  | 'bind'
  | 'unbind'
  | 'assure'
  | 'make'
  | 'text'
  | 'define'
  | 'load'
  | 'slice'
  | 'iterate'
  | 'unpack'
  | 'deepen'
  | 'join'
  | 'change'
  | 'call'
  | 'operate';

function runOther(
  w: World,
  act: Activation,
  op: Exclude<Op, { readonly op: Common | 'begin' | 'skip' }>
): void {
  switch (op.op) {
    case 'import':
      act.values[op.to] = only(libraryItem(w.heap, op.path).id);
      noteModule(w, op.module, siteOf(w, act, op.at));
      noteLocalRead(w, op.path, siteOf(w, act, op.at));
      return;
    case 'star':
      runStar(w, act, op);
      return;
    case 'guard':
      if (maySwallow(w, valueOf(act, op.manager))) {
        w.guards += op.isOn ? 1 : -1;
      }
      return;
    case 'same':
      for (const value of [op.left, op.right]) {
        compareObjects(w, valueOf(act, value).objects);
      }
      return;
    case 'slot':
    case 'recapture':
      setSlot(w, act, op.name, valueOf(act, op.value), op.op === 'recapture');
      return;
    case 'captured':
      act.values[op.to] = captured(w, act, op.name);
      return;
    case 'state':
      touchState(w, op, siteOf(w, act, op.at), false);
      return;
    case 'file':
      runFile(w, act, op);
      return;
    case 'dynamic':
      runDynamic(w, act, op);
      return;
    case 'magic':
      runMagic(w, act, op);
      return;
    case 'later':
      beginLater(w);
      return;
    case 'filled':
      act.values[op.to] = isFilled(w, valueOf(act, op.of)) ? FILLED : ATOMIC;
      return;
    case 'never':
      return;
  }
}

/** A manager of the notebook's whose `__exit__` returns something may keep an error back. */
function maySwallow(w: World, manager: Abstract): boolean {
  return itemsOf(w.heap, manager.objects).some(item => {
    if (item.path === SWALLOWER) {
      return true;
    }
    const method = findMethod(w, item, '__exit__');
    return (method?.definition.returns.length ?? 0) > 0;
  });
}

function runBinding(
  w: World,
  act: Activation,
  op: Extract<Op, { readonly op: 'bind' | 'unbind' | 'assure' }>
): void {
  switch (op.op) {
    case 'bind': {
      const site = siteOf(w, act, op.at);
      const value = valueOf(act, op.value);
      const version = bind(w, op.name, value, op.form, op.certainty, site);
      if (!act.definition) {
        noteHomes(w, value, version);
      }
      return;
    }
    case 'unbind':
      unbind(w, op.name, op.certain, siteOf(w, act, op.at));
      return;
    case 'assure':
      if (op.filled.every(value => valueOf(act, value) === FILLED)) {
        assure(w, op, orderAt(act, op.since));
      }
      return;
  }
}

/** Functions and classes are known by the name that their statement binds. */
function noteHomes(w: World, value: Abstract, version: Version): void {
  const { form } = version;
  const isCode = form === 'function' || form === 'class' || form === 'lambda';
  if (!isCode && form !== 'assign') {
    return;
  }
  for (const item of itemsOf(w.heap, value.objects)) {
    if (isCode || (item.kind === 'class' && item.definition === null)) {
      noteHome(w.heap, item, version);
    }
  }
}

function takeBy(
  w: World,
  act: Activation,
  op: Extract<Op, { readonly op: 'slice' | 'unpack' | 'deepen' | 'join' }>
): Abstract {
  switch (op.op) {
    case 'slice':
      return slice(
        w,
        valueOf(act, op.from),
        valueOf(act, op.key),
        siteKey(w, act, op.site)
      );
    case 'unpack':
      return unpack(w, valueOf(act, op.from), op.index);
    case 'deepen':
      return reachable(w, valueOf(act, op.from));
    case 'join':
      return anyOf(
        op.of.map(value => valueOf(act, value)),
        op.isOpen
      );
  }
}
