import { fail, type Parser } from './parser';
import type { Expr } from './tree';

/** Fail when a value cannot be assigned to this. */
export function checkTarget(p: Parser, target: Expr): void {
  if (target.kind === 'List' || target.kind === 'Tuple') {
    target.elts.forEach(element => checkTarget(p, element));
  } else if (target.kind === 'Starred') {
    checkTarget(p, target.value);
  } else if (!STORES.has(target.kind)) {
    fail(p, `cannot assign to ${what(target)}`, target.start, target.end);
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
