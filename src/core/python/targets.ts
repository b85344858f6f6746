import { fail, type Parser } from './parser';
import type { Expr } from './tree';

/** Fail when a value cannot be assigned to this. */
export function checkTarget(p: Parser, target: Expr): void {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return;
    case 'List':
    case 'Tuple':
      target.elts.forEach(element => checkTarget(p, element));
      return;
    case 'Starred':
      checkTarget(p, target.value);
      return;
    default:
      fail(p, `cannot assign to ${what(target)}`, target.start, target.end);
  }
}

function what(target: Expr): string {
  switch (target.kind) {
    case 'Constant':
      return target.value ? 'literal' : target.type;
    case 'Call':
      return 'function call';
    case 'Compare':
      return 'comparison';
    case 'Lambda':
      return 'lambda';
    default:
      return 'expression';
  }
}
