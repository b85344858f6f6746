import type { Expr, Pattern } from '../tree/tree';
import type { Name } from './types';

/** The names that a pattern captures, in the order of its text. */
export function boundByPattern(pattern: Pattern): Name[] {
  switch (pattern.kind) {
    case 'MatchValue':
    case 'MatchSingleton':
      return [];
    case 'MatchSequence':
    case 'MatchOr':
      return pattern.patterns.flatMap(boundByPattern);
    case 'MatchMapping':
      return [
        ...pattern.patterns.flatMap(boundByPattern),
        ...(pattern.rest ? [pattern.rest] : [])
      ];
    case 'MatchClass':
      return [...pattern.patterns, ...pattern.kwdPatterns].flatMap(
        boundByPattern
      );
    case 'MatchStar':
      return pattern.name ? [pattern.name] : [];
    case 'MatchAs':
      return [
        ...(pattern.pattern ? boundByPattern(pattern.pattern) : []),
        ...(pattern.name ? [pattern.name] : [])
      ];
  }
}

/** True when a pattern matches whatever comes, or whatever this expression may give. */
export function isIrrefutable(
  pattern: Pattern,
  subject: Expr | null = null
): boolean {
  switch (pattern.kind) {
    case 'MatchAs':
      return !pattern.pattern || isIrrefutable(pattern.pattern, subject);
    case 'MatchOr':
      return pattern.patterns.some(one => isIrrefutable(one, subject));
    case 'MatchSequence':
      return subject !== null && fits(pattern.patterns, subject);
    default:
      return false;
  }
}

/** As many names as a list or tuple has that is written out. */
function fits(patterns: readonly Pattern[], subject: Expr): boolean {
  return (
    (subject.kind === 'List' || subject.kind === 'Tuple') &&
    subject.elts.length === patterns.length &&
    subject.elts.every(({ kind }) => kind !== 'Starred') &&
    patterns.every((one, i) => isIrrefutable(one, subject.elts[i] ?? null))
  );
}
