/**
 * Members without doubles, in order of arrival; written to by their owner alone. Most things have
 * none or a few, and for so few a list takes a fraction of the time and of the room of a set.
 */
export type Members<T> = readonly T[] | Set<T>;

/** Lists get no longer. */
const FEW = 32;

// Most objects hold nothing and are held by nothing; this one is never written to.
const EMPTY: readonly never[] = [];

/** No members, shared by all that need none. */
export function noMembers<T>(): Members<T> {
  return EMPTY;
}

/** True for a list, which can be gone through by number. */
export function isList<T>(members: Members<T>): members is readonly T[] {
  return Array.isArray(members);
}

export function isEmpty<T>(members: Members<T>): boolean {
  return isList(members) ? members.length === 0 : members.size === 0;
}

export function hasMember<T>(members: Members<T>, one: T): boolean {
  return isList(members) ? members.includes(one) : members.has(one);
}

/** One more member; what is empty or has one member is not written to. */
export function withMember<T>(members: Members<T>, one: T): Members<T> {
  if (!isList(members)) {
    return members.add(one);
  }
  if (members.length === 0) {
    return [one];
  }
  if (members.includes(one)) {
    return members;
  }
  if (members.length >= FEW) {
    return new Set(members).add(one);
  }
  const [first] = members;
  if (members.length === 1 && first !== undefined) {
    // To push makes room for many more, which few will ever need.
    return [first, one];
  }
  (members as T[]).push(one);
  return members;
}

/** Without a member, mostly the last one. */
export function withoutMember<T>(members: Members<T>, one: T): Members<T> {
  if (!isList(members)) {
    members.delete(one);
    return members;
  }
  if (members.length === 1) {
    return members[0] === one ? EMPTY : members;
  }
  if (members[members.length - 1] === one) {
    (members as T[]).pop();
    return members;
  }
  const at = members.indexOf(one);
  if (at >= 0) {
    (members as T[]).splice(at, 1);
  }
  return members;
}
