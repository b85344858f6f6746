import { fail, type Parser } from './parser';
import type { Expr } from '../tree/tree';

/**
 * Fail when nothing can be done to this: `verb` is what is tried, `hint` what may have been
 * meant by a target that is no tuple or list.
 */
export function checkTarget(
  p: Parser,
  target: Expr,
  verb = 'assign to',
  hint = ''
): void {
  if (target.kind === 'List' || target.kind === 'Tuple') {
    target.elts.forEach(element => checkTarget(p, element, verb));
  } else if (target.kind === 'Starred') {
    checkTarget(p, target.value, verb);
  } else if (!STORES.has(target.kind)) {
    const isWord = target.kind === 'Constant' && target.value === '';
    const message = `cannot ${verb} ${what(target)}${isWord ? '' : hint}`;
    fail(p, message, target.start, target.end);
  }
}

const STORES: ReadonlySet<Expr['kind']> = new Set([
  'Attribute',
  'Name',
  'Subscript'
]);

const WORDS: Partial<Record<Expr['kind'], string>> = {
  Call: 'function call',
  Compare: 'comparison',
  Lambda: 'lambda'
};

function what(target: Expr): string {
  return target.kind === 'Constant'
    ? target.value
      ? 'literal'
      : target.type
    : (WORDS[target.kind] ?? 'expression');
}
