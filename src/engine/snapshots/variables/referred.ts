import type { KeptVariable, StateRecord } from './state';

/**
 * A file names what is in another one by the name of its variable. A later step may give that name
 * another value, while the first file is still alive: then it must go on meaning the old one.
 */
export class Referred {
  private readonly known = new Map<string, KeptVariable>();

  /** Takes note of values that others may refer to when their names are gone. */
  know(variables: readonly KeptVariable[]): void {
    variables.forEach(one => this.known.set(keyOf(one.name, one.digest), one));
  }

  /**
   * Writes into variables that are new what their names mean now, and adds what is meant by those
   * of others and has no name any more.
   */
  resolve(
    variables: readonly KeptVariable[]
  ): Pick<StateRecord, 'variables' | 'aside'> {
    const digests = new Map(variables.map(one => [one.name, one.digest]));
    const resolved = variables.map(one =>
      one.refers && !one.referents
        ? { ...one, referents: meant(one.refers, digests) }
        : one
    );
    this.know(resolved);
    return { variables: resolved, aside: this.asideOf(resolved) };
  }

  private asideOf(variables: readonly KeptVariable[]): KeptVariable[] {
    const there = new Set(variables.map(one => keyOf(one.name, one.digest)));
    const aside: KeptVariable[] = [];
    // What is found refers to others in turn.
    const all = [...variables];
    for (const { referents } of all) {
      for (const [name, digest] of Object.entries(referents ?? {})) {
        const key = keyOf(name, digest);
        const found = this.known.get(key);
        if (found && !there.has(key)) {
          there.add(key);
          aside.push(found);
          all.push(found);
        }
      }
    }
    return aside;
  }
}

function keyOf(name: string, digest: string): string {
  return `${digest} ${name}`;
}

function meant(
  names: readonly string[],
  digests: ReadonlyMap<string, string>
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const digest = digests.get(name);
      return digest === undefined ? [] : [[name, digest]];
    })
  );
}
