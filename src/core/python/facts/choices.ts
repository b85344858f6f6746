import type { BoolOp, IfExp } from '../tree/tree';
import { join, type Builder } from './builder';
import { evaluate, evaluateTest } from './expressions';
import { filledAt, skipIfFilled } from './filled';
import { never } from './never';
import { branch } from './paths';
import { truthOf } from './truths';
import { ATOM, type Value } from './types';

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
    const isLeft = op === 'or' && first.kind === 'Name';
    const filled = isLeft
      ? filledAt(b, [first], first, found[0] ?? ATOM)
      : null;
    const perhaps = (): void => {
      const endSkip = skipIfFilled(b, filled);
      evaluateRest();
      endSkip();
    };
    branch(b, [perhaps], true);
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
  const value = evaluateTest(b, test);
  const truth = truthOf(test);
  if (truth !== null) {
    never(b, () => {
      evaluate(b, truth ? orelse : body);
    });
    return evaluate(b, truth ? body : orelse);
  }
  const values: Value[] = [];
  const filled = test.kind === 'Name' ? filledAt(b, [test], test, value) : null;
  branch(
    b,
    [
      () => {
        values.push(evaluate(b, body));
      },
      () => {
        const endSkip = skipIfFilled(b, filled);
        values.push(evaluate(b, orelse));
        endSkip();
      }
    ],
    false
  );
  return join(b, values);
}
