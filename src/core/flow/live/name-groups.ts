import type { Name } from '../../python/facts/types';

function rootOf(parents: Map<Name, Name>, name: Name): Name {
  let root = name;
  for (let up = parents.get(root); up !== undefined; up = parents.get(root)) {
    root = up;
  }
  return root;
}

/** Names that belong together, by links from each to another one of its group. */
export function unite(parents: Map<Name, Name>, a: Name, b: Name): void {
  const [x, y] = [rootOf(parents, a), rootOf(parents, b)];
  if (x !== y) {
    parents.set(x, y);
  }
}

/** The groups of several of these names. */
export function collect(
  parents: Map<Name, Name>,
  names: readonly Name[]
): Name[][] {
  if (names.length === 0) {
    return [];
  }
  const groups = new Map<Name, Name[]>();
  for (const name of new Set(names)) {
    const root = rootOf(parents, name);
    groups.set(root, [...(groups.get(root) ?? []), name]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}
