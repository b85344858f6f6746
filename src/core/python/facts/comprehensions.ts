import type { Comprehension, DictComp, ElementComp, Expr } from '../tree/tree';
import { emit, newValue, siteAt, type Builder } from './builder';
import { evaluate, evaluateTest, iterate, makeDisplay } from './expressions';
import { filledAt } from './filled';
import { assureRounds, emptyPath, endArm, fork, meet } from './paths';
import { assignTo, namesInTarget } from './targets';
import { isSure, roundsOf, UNKNOWN, type Rounds } from './truths';
import { ATOM, type Op, type Value } from './types';

const NOTHING: Op = { op: 'never', ops: [] };

/** A list, set or generator comprehension. */
export function evalComprehension(b: Builder, expr: ElementComp): Value {
  if (expr.kind === 'GeneratorExp') {
    return evalGenerator(b, expr);
  }
  const { start, end } = expr;
  const holds: Value[] = [];
  inside(b, expr.generators, roundsOfAll(b, expr), () => {
    holds.push(evaluate(b, expr.elt));
  });
  return makeDisplay(b, holds, { start, end });
}

/** What a generator does is taken to happen at once, and again where it is asked for more. */
function evalGenerator(b: Builder, expr: ElementComp): Value {
  const holds: Value[] = [];
  const { ops } = b.scope.unit;
  let since = 0;
  const begin = (): void => {
    emit(b, { op: 'later' });
    since = ops.length;
  };
  inside(
    b,
    expr.generators,
    UNKNOWN,
    () => {
      holds.push(evaluate(b, expr.elt));
    },
    begin
  );
  // Where ways meet counts from the beginning of the unit, which is not run again.
  const body = ops
    .slice(since)
    .map((one): Op => (one.op === 'assure' ? NOTHING : one));
  const to = newValue(b);
  const site = siteAt(expr);
  emit(b, { op: 'make', to, shape: 'generator', site, holds, body });
  return to;
}

export function evalDictComprehension(b: Builder, expr: DictComp): Value {
  const holds: Value[] = [];
  inside(b, expr.generators, roundsOfAll(b, expr), () => {
    holds.push(evaluate(b, expr.key), evaluate(b, expr.value));
  });
  return makeDisplay(b, holds, { start: expr.start, end: expr.end });
}

/**
 * Walk a comprehension. Its targets are its own; the first iterable is evaluated outside, the
 * rest where the names of a class body cannot be seen.
 */
function inside(
  b: Builder,
  generators: readonly Comprehension[],
  rounds: Rounds,
  element: () => void,
  begin: () => void = () => {}
): void {
  const [first] = generators;
  const iterable = first ? evaluate(b, first.iter) : ATOM;
  const filled = first ? filledAt(b, rounds.over, first.iter, iterable) : null;
  begin();
  const items = first ? iterate(b, iterable, first.iter) : ATOM;
  const { hidesClass } = b;
  b.hidesClass = true;
  const from = fork(b);
  b.loopMays++;
  // A target is the comprehension's own from its start on, not only from where it is bound.
  const targets = generators.flatMap(({ target }) => namesInTarget(target));
  const overlay = new Map(targets.map(name => [name, ATOM]));
  b.overlays.push(overlay);
  generators.forEach(({ target, iter, ifs }, i) => {
    const item = i === 0 ? items : iterated(b, iter);
    assignTo(b, target, item, 'loop', overlay);
    ifs.forEach(test => evaluateTest(b, test));
  });
  element();
  b.overlays.pop();
  b.loopMays--;
  const end = endArm(b, from);
  meet(b, from, isSure(rounds) ? [end] : [end, emptyPath(from)]);
  assureRounds(b, from, [end], rounds, filled);
  b.hidesClass = hidesClass;
}

/**
 * How often the element of a comprehension is evaluated: a test may leave any of them out. That
 * counts only where a name is bound in it. What names of inner loops stand for nobody asks.
 */
function roundsOfAll(
  { source }: Builder,
  { generators, start, end }: Pick<ElementComp, 'generators' | 'start' | 'end'>
): Rounds {
  if (!source.slice(start, end).includes(':=')) {
    return UNKNOWN;
  }
  const all = generators.map(({ iter, ifs }) =>
    ifs.length > 0 ? UNKNOWN : roundsOf(iter)
  );
  const [first, ...inner] = all;
  const isKnown =
    all.every(({ least }) => least === 'one') &&
    inner.every(({ over }) => over.length === 0);
  return first && isKnown
    ? { ...first, builtins: all.flatMap(({ builtins }) => builtins) }
    : UNKNOWN;
}

function iterated(b: Builder, iter: Expr): Value {
  return iterate(b, evaluate(b, iter), iter);
}
