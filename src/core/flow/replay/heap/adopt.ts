import type { Name } from '../../../python/facts/types';
import { isEqual } from './equal';
import type { CellRun } from './journal';
import type { Heap } from './heap';
import type { Bind } from './binds';
import type { Replica, Version } from './versions';

/**
 * A cell was replayed, and gave names what it gave them before, at other places of its text: its
 * versions from before get the new places and stand for the new ones. Cells below refer to them,
 * and need not be replayed for that.
 */
export function adoptVersions(heap: Heap, before: CellRun, run: CellRun): void {
  const [old, now] = [bindsByName(before), bindsByName(run)];
  const pairs = new Map<Version, Version>();
  for (const [name, binds] of now) {
    pairUp(old.get(name) ?? NO_BINDS, binds, pairs);
  }
  if (pairs.size === 0 || isAllThere(pairs)) {
    return;
  }
  const replicas = new Map<Replica, Replica>();
  for (const [fresh, kept] of pairs) {
    if (fresh.replica && kept.replica) {
      replicas.set(fresh.replica, kept.replica);
    }
  }
  const known = <T extends Version | null | undefined>(version: T): T =>
    version ? ((pairs.get(version) ?? version) as T) : version;
  redirect(heap, run, known);
  for (const [fresh, kept] of pairs) {
    const replica = fresh.replica && (replicas.get(fresh.replica) ?? null);
    const may = known(fresh.may);
    const previous = known(fresh.previous);
    // What will be told of it has its place already.
    const site = Object.assign(kept.site, fresh.site);
    Object.assign(kept, fresh, { site, replica, may, previous });
  }
  for (const [fresh, kept] of replicas) {
    Object.assign(kept, fresh);
  }
}

const NO_BINDS: readonly Bind[] = [];

function bindsByName({ binds }: CellRun): ReadonlyMap<Name, Bind[]> {
  const found = new Map<Name, Bind[]>();
  for (const bind of binds) {
    const known = found.get(bind.value.name);
    if (known) {
      known.push(bind);
    } else {
      found.set(bind.value.name, [bind]);
    }
  }
  return found;
}

/**
 * Versions of a name go together when they say the same but for their places. Cells below are not
 * replayed where the last one is equal, whatever came before it: then it has to stay itself.
 */
function pairUp(
  old: readonly Bind[],
  now: readonly Bind[],
  pairs: Map<Version, Version>
): void {
  const own = new Map<Version, Version>();
  for (let i = 0; old.length === now.length && i < now.length; i++) {
    const [x, y] = [old[i], now[i]];
    if (x && y && isSameBind(x, y, own, pairs)) {
      own.set(y.value, x.value);
    }
  }
  const [was, is] = [old.at(-1)?.value, now.at(-1)?.value];
  if (was && is && isEqual(was, is)) {
    own.set(is, was);
  }
  own.forEach((kept, fresh) => pairs.set(fresh, kept));
}

type Pairs = ReadonlyMap<Version, Version>;

function isSameBind(old: Bind, now: Bind, own: Pairs, pairs: Pairs): boolean {
  const [x, y] = [old.value, now.value];
  return (
    old.isSurer === now.isSurer &&
    x.by === y.by &&
    x.form === y.form &&
    x.certainty === y.certainty &&
    x.isChanged === y.isChanged &&
    x.site.cell === y.site.cell &&
    isEqual(x.value, y.value) &&
    isEqual(x.own, y.own) &&
    (x.may === y.may || (y.may !== null && own.get(y.may) === x.may)) &&
    isSameReplica(x.replica, y.replica, own, pairs)
  );
}

/** A statement that steps repeat is known by its number in the cell. */
function isSameReplica(
  old: Replica | null,
  now: Replica | null,
  own: Pairs,
  pairs: Pairs
): boolean {
  if (old === null || now === null) {
    return old === now;
  }
  const isSameNeed = ([name, version]: readonly [Name, Version]): boolean => {
    const known = old.needs.get(name);
    return (
      known === version ||
      known === (own.get(version) ?? pairs.get(version) ?? null)
    );
  };
  return (
    old.kind === now.kind &&
    old.cell === now.cell &&
    old.statement === now.statement &&
    old.by === now.by &&
    old.isConditional === now.isConditional &&
    old.isImpure === now.isImpure &&
    old.needs.size === now.needs.size &&
    isEqual(old.names, now.names) &&
    isEqual(old.absent, now.absent) &&
    [...now.needs].every(isSameNeed)
  );
}

function isAllThere(pairs: Pairs): boolean {
  for (const [fresh, kept] of pairs) {
    if (fresh !== kept) {
      return false;
    }
  }
  return true;
}

type Known = <T extends Version | null | undefined>(version: T) => T;

/** Whatever the run has led to its own versions leads to those that stand for them. */
function redirect(
  { items }: Heap,
  { binds, writes, made }: CellRun,
  known: Known
): void {
  for (const bind of binds) {
    const { slot, final, value } = bind;
    value.replica?.needs.forEach((version, name, needs) => {
      needs.set(name, known(version));
    });
    bind.value = known(value);
    bind.before = known(bind.before);
    bind.finalBefore = known(bind.finalBefore);
    slot.version = known(slot.version);
    if (final) {
      final.version = known(final.version);
    }
  }
  for (const one of writes) {
    if (one.kind === 'use') {
      const { entry, version } = one.value;
      one.value.entry = known(entry);
      one.value.version = known(version);
    } else if (one.kind === 'home') {
      one.value = known(one.value);
      const item = items[one.id];
      if (item) {
        item.home = known(item.home);
      }
    }
  }
  for (const item of made) {
    item.home = known(item.home);
  }
}
