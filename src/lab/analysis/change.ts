/**
 * How plain data differ from what they were: not at all, in some items of a list, in the middle of
 * a list that grew or shrank, in some fields of a record, or altogether.
 */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'items'; readonly items: readonly Changed<number>[] }
  | {
      readonly kind: 'middle';
      /** How many items at either end stay. */
      readonly head: number;
      readonly tail: number;
      readonly between: readonly unknown[];
    }
  | { readonly kind: 'fields'; readonly fields: readonly Changed<string>[] }
  | { readonly kind: 'whole'; readonly value: unknown };

type Changed<K> = readonly [at: K, change: Change];
type Fields = Readonly<Record<string, unknown>>;

const NONE: Change = { kind: 'none' };

/** Deeper than anything that an analysis has; what is below is replaced as a whole. */
const DEPTH = 40;

/** What makes `after` from `before`; nothing is looked into that is the same object in both. */
export function changeOf(before: unknown, after: unknown, depth = 0): Change {
  if (Object.is(before, after)) {
    return NONE;
  }
  if (depth < DEPTH && Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length
      ? itemsChange(before, after, depth)
      : middleChange(before, after, depth);
  }
  if (depth < DEPTH && isRecord(before) && isRecord(after)) {
    return fieldsChange(before, after, depth);
  }
  return { kind: 'whole', value: after };
}

/** `before` with a change made; what did not change is the same object as before. */
export function withChange(before: unknown, change: Change): unknown {
  switch (change.kind) {
    case 'none':
      return before;
    case 'items': {
      const list = [...(before as readonly unknown[])];
      for (const [at, item] of change.items) {
        list[at] = withChange(list[at], item);
      }
      return list;
    }
    case 'middle': {
      const list = before as readonly unknown[];
      return [
        ...list.slice(0, change.head),
        ...change.between,
        ...list.slice(list.length - change.tail)
      ];
    }
    case 'fields': {
      const record = { ...(before as Fields) };
      for (const [key, field] of change.fields) {
        record[key] = withChange(record[key], field);
      }
      return record;
    }
    case 'whole':
      return change.value;
  }
}

/** `after`, with every part of `before` that says the same, as the same object. */
export function keepSame<T>(before: T | null, after: T): T {
  return withChange(before, changeOf(before, after)) as T;
}

function itemsChange(
  before: readonly unknown[],
  after: readonly unknown[],
  depth: number
): Change {
  const items = after.flatMap((item, at): Changed<number>[] =>
    changed(at, changeOf(before[at], item, depth + 1))
  );
  return items.length > 0 ? { kind: 'items', items } : NONE;
}

function middleChange(
  before: readonly unknown[],
  after: readonly unknown[],
  depth: number
): Change {
  const isSame = (a: unknown, b: unknown): boolean =>
    changeOf(a, b, depth + 1).kind === 'none';
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isSame(before[head], after[head])) {
    head++;
  }
  let tail = 0;
  while (
    tail < most - head &&
    isSame(before.at(-1 - tail), after.at(-1 - tail))
  ) {
    tail++;
  }
  const between = after.slice(head, after.length - tail);
  return { kind: 'middle', head, tail, between };
}

function fieldsChange(before: Fields, after: Fields, depth: number): Change {
  const keys = Object.keys(after);
  const hasSameKeys =
    keys.length === Object.keys(before).length &&
    keys.every(key => Object.hasOwn(before, key));
  if (!hasSameKeys) {
    return { kind: 'whole', value: after };
  }
  const fields = keys.flatMap((key): Changed<string>[] =>
    changed(key, changeOf(before[key], after[key], depth + 1))
  );
  return fields.length > 0 ? { kind: 'fields', fields } : NONE;
}

function changed<K>(at: K, change: Change): Changed<K>[] {
  return change.kind === 'none' ? [] : [[at, change]];
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
