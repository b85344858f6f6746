import type { Expr, Name } from '../tree/tree';
import { emit, newValue, type Builder } from './builder';
import { readName } from './names';
import { ATOM, type Value } from './types';

/**
 * Whether names stand for lists or the like with something in them: seen here, asked for where
 * a loop over them ends. `null` in a function, where nobody asks.
 */
export function filledAt(
  b: Builder,
  names: readonly Name[],
  whole: Expr,
  value: Value
): readonly Value[] | null {
  if (b.scope.kind === 'function') {
    return null;
  }
  return names.map(name => {
    const of = name === whole ? value : readName(b, name.id, name);
    if (of === ATOM) {
      return ATOM;
    }
    const to = newValue(b);
    emit(b, { op: 'filled', to, of });
    return to;
  });
}

/** From here on code is left out where something was seen not to be empty; the end of that. */
export function skipIfFilled(
  b: Builder,
  filled: readonly Value[] | null
): () => void {
  const [seen = ATOM] = filled ?? [];
  if (seen === ATOM) {
    return () => {};
  }
  const { ops } = b.scope.unit;
  const place = ops.length;
  emit(b, { op: 'skip', seen, count: 0 });
  return () => {
    ops[place] = { op: 'skip', seen, count: ops.length - place - 1 };
  };
}
