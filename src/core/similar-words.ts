/** The word that a person probably meant; `null` when none is near. */
export function similarWord(
  name: string,
  known: Iterable<string>
): string | null {
  let best: string | null = null;
  let least = Math.floor(name.length / 3) + 1;
  for (const other of known) {
    const away = distance(name, other, least);
    if (away < least && other !== name) {
      best = other;
      least = away;
    }
  }
  return best;
}

/** Letters to insert, delete or replace, up to `limit`; swapping two neighbours counts once. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) {
    return limit;
  }
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + cost,
        isSwap ? at(before, j - 2) + 1 : Infinity
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
