import type { Pattern } from '../tree/tree';
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

/** True when a pattern matches whatever comes. */
export function isIrrefutable(pattern: Pattern): boolean {
  return (
    (pattern.kind === 'MatchAs' &&
      (!pattern.pattern || isIrrefutable(pattern.pattern))) ||
    (pattern.kind === 'MatchOr' && pattern.patterns.some(isIrrefutable))
  );
}
