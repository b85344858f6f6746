/** An arrow between two rows, by name. */
export type Arrow = readonly [from: string, to: string];

/**
 * Names so that every arrow points downward; ties keep the given order. Names on a circle
 * follow at the end in the given order.
 */
export function topological(
  names: readonly string[],
  arrows: readonly Arrow[]
): readonly string[] {
  const known = new Set(names);
  const waiting = new Map(names.map(name => [name, 0]));
  const followers = new Map<string, string[]>();
  for (const [from, to] of arrows) {
    if (from !== to && known.has(from) && known.has(to)) {
      waiting.set(to, (waiting.get(to) ?? 0) + 1);
      followers.set(from, [...(followers.get(from) ?? []), to]);
    }
  }
  const sorted: string[] = [];
  const rest = [...names];
  for (;;) {
    const next = rest.findIndex(name => waiting.get(name) === 0);
    const name = next < 0 ? undefined : rest.splice(next, 1)[0];
    if (name === undefined) {
      return [...sorted, ...rest];
    }
    sorted.push(name);
    for (const follower of followers.get(name) ?? []) {
      waiting.set(follower, (waiting.get(follower) ?? 0) - 1);
    }
  }
}
