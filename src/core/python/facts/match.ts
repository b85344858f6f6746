import type { Match, MatchCase, Pattern, Place } from '../tree/tree';
import { join, type Builder } from './builder';
import { load } from './calls';
import { evaluate, makeDisplay } from './expressions';
import { bindName } from './names';
import { emptyPath, endArm, fork, maybe, meet, type Path } from './paths';
import { isIrrefutable } from './pattern-names';
import { walkBlock } from './statements';
import { ATOM, type Name, type Value } from './types';

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
  if (!last || last.guard || !isIrrefutable(last.pattern, node.subject)) {
    paths.push(emptyPath(from));
  }
  meet(b, from, paths);
}

function walkCase(b: Builder, item: MatchCase, subject: Value): void {
  const { pattern, guard, body } = item;
  readPattern(b, pattern);
  capture(b, pattern, subject);
  if (guard) {
    evaluate(b, guard);
  }
  walkBlock(b, body);
}

/** Names in a pattern that matches a value are bound to it or to what it is made of. */
function capture(b: Builder, pattern: Pattern, value: Value): void {
  switch (pattern.kind) {
    case 'MatchValue':
    case 'MatchSingleton':
      return;
    case 'MatchSequence': {
      const element = load(b, value, null, ATOM, pattern);
      pattern.patterns.forEach(part => capture(b, part, element));
      return;
    }
    case 'MatchStar':
      captureRest(b, pattern.name, value, pattern);
      return;
    case 'MatchOr':
      captureEither(b, pattern.patterns, value);
      return;
    case 'MatchMapping': {
      const element = load(b, value, null, ATOM, pattern);
      pattern.patterns.forEach(part => capture(b, part, element));
      captureRest(b, pattern.rest, element, pattern);
      return;
    }
    case 'MatchClass': {
      // The class says what its places stand for; of `list(x)` it is the value itself.
      const element = load(b, value, null, ATOM, pattern);
      const whole = join(b, [value, element]);
      pattern.patterns.forEach(part => capture(b, part, whole));
      pattern.kwdPatterns.forEach((part, i) => {
        const attr = pattern.kwdAttrs[i] ?? null;
        capture(b, part, load(b, value, attr, ATOM, pattern));
      });
      return;
    }
    case 'MatchAs':
      if (pattern.pattern) {
        capture(b, pattern.pattern, value);
      }
      if (pattern.name) {
        bindName(b, pattern.name, value, 'match', pattern);
      }
  }
}

/** What a star takes is a new list, what two stars take a new dict. */
function captureRest(
  b: Builder,
  name: Name | null,
  element: Value,
  at: Place
): void {
  if (name) {
    const rest = makeDisplay(b, element === ATOM ? [] : [element], at, {
      variant: 3
    });
    bindName(b, name, rest, 'match', at);
  }
}

/** All alternatives bind the same names. */
function captureEither(
  b: Builder,
  [first, ...others]: readonly Pattern[],
  value: Value
): void {
  if (first) {
    capture(b, first, value);
  }
  maybe(b, () => {
    others.forEach(other => capture(b, other, value));
  });
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
