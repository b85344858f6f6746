/** A text of what an operation resulted in; `null` without it. */
export function textIn(result: unknown, name: string): string | null {
  const value = fieldIn(result, name);
  return typeof value === 'string' ? value : null;
}

/** A field of what an operation resulted in, whose kind alone says what it is. */
export function fieldIn(result: unknown, name: string): unknown {
  return typeof result === 'object' && result !== null
    ? Object.entries(result).find(([key]) => key === name)?.[1]
    : undefined;
}
