import type { Conditional, Expr, For, Stmt } from '../tree/tree';
import { type Builder } from './builder';
import { cursorsOf } from './cursors';
import { evaluate, evaluateTest, iterate } from './expressions';
import { filledAt } from './filled';
import { never } from './never';
import {
  assureRounds,
  emptyPath,
  endArm,
  fork,
  maybe,
  meet,
  type Fork,
  type Loop,
  type Path
} from './paths';
import { walkBlock } from './statements';
import { assignTo } from './targets';
import { isSure, roundsOf, truthOf, UNKNOWN, type Rounds } from './truths';
import type { Value } from './types';

export function walkWhile(b: Builder, node: Conditional): void {
  const { test } = node;
  const value = evaluateTest(b, test);
  const filled = test.kind === 'Name' ? filledAt(b, [test], test, value) : null;
  switch (truthOf(node.test)) {
    case true:
      maybe(b, () => walkEndless(b, node.body));
      never(b, () => walkBlock(b, node.orelse));
      return;
    case false:
      never(b, () => walkBlock(b, node.body));
      walkBlock(b, node.orelse);
      return;
    case null:
      walkLoop(b, node, roundsWhile(node.test), filled, () => {
        evaluateTest(b, node.test);
      });
  }
}

export function walkFor(b: Builder, node: For): void {
  const iterable = evaluate(b, node.iter);
  const rounds = roundsOf(node.iter);
  const head = (): void => {
    assignTo(b, node.target, iterate(b, iterable, node.iter), 'loop');
  };
  if (rounds.least === 'none') {
    never(b, () => {
      head();
      walkBlock(b, node.body);
    });
    walkBlock(b, node.orelse);
  } else {
    const filled = filledAt(b, rounds.over, node.iter, iterable);
    walkLoop(b, node, rounds, filled, head);
  }
}

/** `while queue`: how often, as far as its source tells. */
function roundsWhile(test: Expr): Rounds {
  return test.kind === 'Name' ? roundsOf(test) : UNKNOWN;
}

/** A loop that may not run at all, with its `else` part, which a `break` passes by. */
function walkLoop(
  b: Builder,
  { body, orelse }: Conditional | For,
  least: Rounds,
  filled: readonly Value[] | null,
  head: () => void
): void {
  const from = fork(b);
  b.loopMays++;
  const { breaks, rounds, end } = walkRounds(b, from, body, false, head);
  b.loopMays--;
  const ran = [end, ...rounds];
  const through = isSure(least) ? ran : [...ran, emptyPath(from)];
  if (orelse.length === 0) {
    meet(b, from, [...through, ...breaks]);
  } else {
    meet(b, from, through);
    walkElse(b, from, orelse, breaks);
  }
  assureRounds(b, from, [...ran, ...breaks], least, filled);
}

function walkElse(
  b: Builder,
  from: Fork,
  orelse: readonly Stmt[],
  breaks: readonly Path[]
): void {
  if (breaks.length === 0) {
    walkBlock(b, orelse);
    return;
  }
  maybe(b, () => walkBlock(b, orelse));
  const completed = endArm(b, from);
  meet(b, from, [completed, ...breaks]);
}

/** `while True`: only a `break` leads out. */
function walkEndless(b: Builder, body: readonly Stmt[]): void {
  const from = fork(b);
  const { breaks, end } = walkRounds(b, from, body, true, () => {});
  b.mays--;
  meet(b, from, breaks.length > 0 ? breaks : [end]);
  b.mays++;
}

/**
 * Walk the body of a loop. The outermost loop is walked twice, so that what one round leaves
 * behind reaches the next; `head` runs before each round. The builder is back at the fork.
 */
function walkRounds(
  b: Builder,
  from: Fork,
  body: readonly Stmt[],
  isEndless: boolean,
  head: () => void
): Pick<Loop, 'breaks' | 'rounds'> & { readonly end: Path } {
  const cursors = cursorsOf(body);
  const loop: Loop = { fork: from, breaks: [], rounds: [], isEndless, cursors };
  const passes = b.loops.length === 0 ? 2 : 1;
  b.loops.push(loop);
  for (let pass = 0; pass < passes; pass++) {
    b.isDead = from.isDead;
    head();
    walkBlock(b, body);
  }
  b.loops.pop();
  return { ...loop, end: endArm(b, from) };
}
