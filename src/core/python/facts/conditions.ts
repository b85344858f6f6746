import type { Conditional, Expr, Stmt } from '../tree/tree';
import type { Builder } from './builder';
import { evaluateTest } from './expressions';
import { foundByTest } from './found-names';
import { folderMade } from './made-folders';
import { filledAt, skipIfFilled } from './filled';
import {
  assureRounds,
  endArm,
  fork,
  maybe,
  meet,
  type Fork,
  type Path
} from './paths';
import { never } from './never';
import { walkBlock } from './statements';
import { roundsOf, truthOf } from './truths';
import type { Name, Value } from './types';

/** `__name__ == "__main__"`, which is so in every notebook. */
function isMainGuard(test: Expr): boolean {
  if (
    test.kind !== 'Compare' ||
    test.ops.length !== 1 ||
    test.ops[0] !== '=='
  ) {
    return false;
  }
  const [other] = test.comparators;
  const sides = [test.left, other];
  return (
    sides.some(side => side?.kind === 'Name' && side.id === '__name__') &&
    sides.some(side => side?.kind === 'Constant' && side.value === '__main__')
  );
}

export function walkIf(b: Builder, node: Conditional): void {
  const made = folderMade(node);
  if (made) {
    walkBlock(b, [made]);
  } else if (node.orelse.length === 0 && isMainGuard(node.test)) {
    evaluateTest(b, node.test);
    walkBlock(b, node.body);
  } else {
    walkChain(b, node);
  }
}

/**
 * `if` and its `elif`s, which nest in the tree and can be many. Where a test has found a name
 * bound, reads are probes: the code knows what it asks for. Of a test of literals one outcome
 * is all there is.
 */
function walkChain(b: Builder, node: Conditional): void {
  const from = fork(b);
  const paths: Path[] = [];
  let rest: readonly Stmt[] = [node];
  let refuted: Name | null = null;
  let filled: readonly Value[] | null = null;
  let endSkip = (): void => {};
  for (;;) {
    const [only] = rest;
    if (rest.length !== 1 || only?.kind !== 'If') {
      break;
    }
    const { test, body, orelse } = only;
    const value = evaluateTest(b, test);
    const truth = truthOf(test);
    if (truth === null) {
      const isFirst = paths.length === 0 && test.kind === 'Name';
      filled ??= isFirst ? filledAt(b, [test], test, value) : null;
      paths.push(walkArm(b, from, only));
      if (isFirst) {
        endSkip = skipIfFilled(b, filled);
      }
      refuted = foundByTest(test, false);
      b.mays++;
      rest = orelse;
    } else {
      never(b, () => walkBlock(b, truth ? orelse : body));
      rest = truth ? body : orelse;
    }
    if (truth) {
      break;
    }
  }
  const depth = paths.length;
  const found = depth === 1 ? refuted : null;
  whereFound(b, found, () => walkBlock(b, rest));
  endSkip();
  b.mays -= depth;
  if (depth > 0) {
    paths.push(withFound(endArm(b, from), found));
    meet(b, from, paths);
    assureRounds(b, from, paths.slice(0, 1), roundsOf(node.test), filled);
  }
}

function walkArm(b: Builder, from: Fork, { test, body }: Conditional): Path {
  const arm = fork(b);
  const found = foundByTest(test, true);
  whereFound(b, found, () => {
    maybe(b, () => walkBlock(b, body));
  });
  return sinceStart(b, from, withFound(endArm(b, arm), found));
}

function whereFound(b: Builder, name: Name | null, walk: () => void): void {
  b.probes += name === null ? 0 : 1;
  walk();
  b.probes -= name === null ? 0 : 1;
}

function withFound(path: Path, name: Name | null): Path {
  return name === null ? path : { ...path, found: new Set([name]) };
}

/** A way that parted after the start of an `if` chain, counted from its start. */
function sinceStart(b: Builder, from: Fork, path: Path): Path {
  const added = new Set(path.added);
  for (let i = from.point; i < b.trail.length; i++) {
    const step = b.trail[i];
    if (step?.isAdded && !path.removed.has(step.name)) {
      added.add(step.name);
    }
  }
  return { ...path, added };
}
