// Digests and keys as people read and compare them.

/** The first digits of a digest, in two groups that no line parts, as people compare them. */
export function shortDigest(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  return `${hex.slice(0, 4)}\u00a0${hex.slice(4, 8)}`;
}

/** A digest with its middle left out. */
export function middleOut(digest: string): string {
  return digest.length <= 24
    ? digest
    : `${digest.slice(0, 15)}…${digest.slice(-4)}`;
}

/** A key as it is written beside its kind: `9f:31:c0:…:7e`. */
export function keyWords(key: string): string {
  const pairs = key.match(/../g) ?? [];
  return [...pairs.slice(0, 3), '…', ...pairs.slice(-1)].join(':');
}

/** All of a key, in groups that can be read to its owner. */
export function wholeKey(key: string): string {
  return (key.match(/.{1,8}/g) ?? []).join(' ');
}
