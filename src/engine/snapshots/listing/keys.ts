const KIND = 'ed25519:';

/** A public key as people compare it: 64 hex digits. */
export function hexOfKey(text: string): string {
  const encoded = text.startsWith(KIND) ? text.slice(KIND.length) : text;
  return Buffer.from(encoded, 'base64').toString('hex');
}

/** The same key as the service writes it. */
export function textOfKey(hex: string): string {
  return KIND + Buffer.from(hex, 'hex').toString('base64');
}
