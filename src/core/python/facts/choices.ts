import type { BoolOp, IfExp } from '../tree/tree';
import { join, type Builder } from './builder';
import { evaluate, evaluateTest } from './expressions';
import { never } from './never';
import { branch } from './paths';
import { truthOf } from './truths';
import type { Value } from './types';

/** `and`, `or`: what follows the first operand may be left out, unless that one is a literal. */
export function evalBoolean(b: Builder, { op, values }: BoolOp): Value {
  const [first, ...rest] = values;
  if (!first) {
    return join(b, []);
  }
  const found = [evaluate(b, first)];
  const evaluateRest = (): void => {
    rest.forEach(item => found.push(evaluate(b, item)));
  };
  const truth = truthOf(first);
  if (truth === null || (truth === (op === 'and') && rest.length > 1)) {
    branch(b, [evaluateRest], true);
  } else if (truth === (op === 'and')) {
    found.pop();
    evaluateRest();
  } else {
    never(b, evaluateRest);
    found.length = 1;
  }
  return join(b, found);
}

/** `body if test else orelse` */
export function evalConditional(
  b: Builder,
  { test, body, orelse }: IfExp
): Value {
  evaluateTest(b, test);
  const truth = truthOf(test);
  if (truth !== null) {
    never(b, () => {
      evaluate(b, truth ? orelse : body);
    });
    return evaluate(b, truth ? body : orelse);
  }
  const values: Value[] = [];
  branch(
    b,
    [body, orelse].map(arm => () => {
      values.push(evaluate(b, arm));
    }),
    false
  );
  return join(b, values);
}
