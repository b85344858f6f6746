import { emit, trimmed, type Builder } from './builder';
import { endArm, fork } from './paths';

/** Walk code that never runs: the names in it are kept, what it would do is not. */
export function never(b: Builder, walk: () => void): void {
  const from = fork(b);
  const { unit } = b.scope;
  const { ops, returns, swallows } = unit;
  const given = returns.length;
  const loop = b.loops[b.loops.length - 1];
  const [breaks, rounds] = [loop?.breaks.length, loop?.rounds.length];
  b.isDead = false;
  walk();
  endArm(b, from);
  returns.length = given;
  unit.swallows = swallows;
  if (loop) {
    loop.breaks.length = breaks ?? 0;
    loop.rounds.length = rounds ?? 0;
  }
  const left = ops.splice(from.since);
  if (left.length > 0) {
    emit(b, { op: 'never', ops: trimmed(left) });
  }
}
