import type { JoinedStr } from '../tree/tree';
import { emit, newValue, trimmed, type Builder } from './builder';
import { evaluate, operate } from './expressions';
import { ATOM, type Value } from './types';

export function constantText(b: Builder, text: string): Value {
  const to = newValue(b);
  emit(b, { op: 'text', to, parts: text, isCalled: false });
  return to;
}

/** A formatted text, put together from its pieces. */
export function evalJoined(b: Builder, expr: JoinedStr): Value {
  const parts: (string | Value)[] = [];
  const formatted: Value[] = [];
  for (const piece of expr.values) {
    if (piece.kind === 'Constant') {
      parts.push(piece.value);
      continue;
    }
    const value = evaluate(b, piece.value);
    if (piece.formatSpec) {
      evaluate(b, piece.formatSpec);
    }
    formatted.push(value);
    parts.push(piece.formatSpec || piece.conversion ? ATOM : value);
  }
  operate(b, 'format', formatted, expr);
  const to = newValue(b);
  const isCalled = expr.values.some(
    piece => piece.kind !== 'Constant' && piece.value.kind === 'Call'
  );
  emit(b, { op: 'text', to, parts: trimmed(parts), isCalled });
  return to;
}
