import type { Match, MatchCase, Pattern } from '../tree/tree';
import type { Builder } from './builder';
import { load } from './calls';
import { evaluate } from './expressions';
import { bindName } from './names';
import { emptyPath, endArm, fork, maybe, meet, type Path } from './paths';
import { boundByPattern, isIrrefutable } from './pattern-names';
import { walkBlock } from './statements';
import { ATOM, type Value } from './types';

/** One of the cases is taken, or none unless the last one takes whatever comes. */
export function walkMatch(b: Builder, node: Match): void {
  const subject = evaluate(b, node.subject);
  const from = fork(b);
  const paths: Path[] = [];
  for (const item of node.cases) {
    maybe(b, () => walkCase(b, item, subject));
    paths.push(endArm(b, from));
  }
  const last = node.cases[node.cases.length - 1];
  if (!last || last.guard || !isIrrefutable(last.pattern)) {
    paths.push(emptyPath(from));
  }
  meet(b, from, paths);
}

function walkCase(b: Builder, item: MatchCase, subject: Value): void {
  const { pattern, guard, body } = item;
  readPattern(b, pattern);
  const isWhole = pattern.kind === 'MatchAs';
  for (const name of boundByPattern(pattern)) {
    const place = node(pattern);
    const value = isWhole
      ? subject
      : load(b, subject, null, ATOM, { kind: 'Name', id: name, ...place });
    bindName(b, name, value, 'match', place);
  }
  if (guard) {
    evaluate(b, guard);
  }
  walkBlock(b, body);
}

function node({ start, end }: Pattern): { start: number; end: number } {
  return { start, end };
}

/** Values and classes that a pattern mentions are read. */
function readPattern(b: Builder, pattern: Pattern): void {
  switch (pattern.kind) {
    case 'MatchValue':
      evaluate(b, pattern.value);
      return;
    case 'MatchSequence':
    case 'MatchOr':
      pattern.patterns.forEach(part => readPattern(b, part));
      return;
    case 'MatchMapping':
      pattern.keys.forEach(key => evaluate(b, key));
      pattern.patterns.forEach(part => readPattern(b, part));
      return;
    case 'MatchClass':
      evaluate(b, pattern.cls);
      [...pattern.patterns, ...pattern.kwdPatterns].forEach(part =>
        readPattern(b, part)
      );
      return;
    case 'MatchAs':
      if (pattern.pattern) {
        readPattern(b, pattern.pattern);
      }
      return;
    case 'MatchSingleton':
    case 'MatchStar':
      return;
  }
}
