/** Steps by number, in notebook order; every arrow goes from a lower to a higher number. */
export interface Graph {
  readonly size: number;
  /** For each step, the steps that it waits for directly. */
  readonly before: readonly ReadonlySet<number>[];
}

/** True when a step waits for an earlier one, directly or through others. */
export type WaitsFor = (step: number, earlier: number) => boolean;

/** Who waits for whom. Sets of steps are bits, 32 to a word: a chain of steps has many pairs. */
export function ancestors({ size, before }: Graph): WaitsFor {
  const width = (size + 31) >> 5;
  const words = new Int32Array(size * width);
  for (let step = 0; step < size; step++) {
    for (const earlier of before[step] ?? []) {
      const [to, from] = [step * width, earlier * width];
      for (let i = 0; i < width; i++) {
        words[to + i] = (words[to + i] ?? 0) | (words[from + i] ?? 0);
      }
      const own = to + (earlier >> 5);
      words[own] = (words[own] ?? 0) | (1 << (earlier & 31));
    }
  }
  return (step, earlier) =>
    Math.min(step, earlier) >= 0 &&
    Math.max(step, earlier) < size &&
    ((words[step * width + (earlier >> 5)] ?? 0) & (1 << (earlier & 31))) !== 0;
}

/**
 * The transitive reduction: of each step's arrows those that no longer way replaces. In order
 * of the steps. Unique, because the graph has no circles (Aho, Garey and Ullman, 1972).
 */
export function reduce(graph: Graph): readonly (readonly number[])[] {
  const waitsFor = ancestors(graph);
  return graph.before.map(direct => {
    const own = [...direct];
    return own
      .filter(step => !own.some(other => waitsFor(other, step)))
      .sort((a, b) => a - b);
  });
}
