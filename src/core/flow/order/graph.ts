/** Steps by number, in notebook order; every arrow goes from a lower to a higher number. */
export interface Graph {
  readonly size: number;
  /** For each step, the steps that it waits for directly. */
  readonly before: readonly ReadonlySet<number>[];
}

/** For each step, all steps that it waits for, directly or through others. */
export function ancestors({ size, before }: Graph): ReadonlySet<number>[] {
  const all: Set<number>[] = [];
  for (let step = 0; step < size; step++) {
    const own = new Set(before[step]);
    before[step]?.forEach(earlier =>
      all[earlier]?.forEach(further => own.add(further))
    );
    all.push(own);
  }
  return all;
}

/**
 * The transitive reduction: of each step's arrows those that no longer way replaces. In order
 * of the steps. Unique, because the graph has no circles (Aho, Garey and Ullman, 1972).
 */
export function reduce(graph: Graph): readonly (readonly number[])[] {
  const all = ancestors(graph);
  return graph.before.map(direct => {
    const own = [...direct];
    return own
      .filter(step => !own.some(other => all[other]?.has(step)))
      .sort((a, b) => a - b);
  });
}
