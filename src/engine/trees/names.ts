import * as fs from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A path as the file system takes it. Names are bytes there, and some are no UTF-8: such a byte
 * stands in a text as the lone surrogate U+DC00 plus its value, as it does in Python (PEP 383), so
 * that both sides write the same name for the same file.
 */
export type OnDisk = string | Buffer;

// With `u` a surrogate that is half of a pair is no match.
const BYTE = /([\udc80-\udcff])/u;

const BYTES = /[\udc80-\udcff]/gu;

const ESCAPED = /\\(?:x([89a-f][0-9a-f])|\\)/g;

// What stands in a text for bytes that are no UTF-8 when nobody asked for the bytes.
const REPLACEMENT = '\ufffd';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The path of something in a tree, relative and with `/`. */
export function onDisk(root: string, path = ''): OnDisk {
  return bytesOf(join(root, path));
}

/** The bytes of a name or path, where they are no UTF-8. */
export function bytesOf(text: string): OnDisk {
  if (!BYTE.test(text)) {
    return text;
  }
  const parts = text
    .split(BYTE)
    .map(part =>
      BYTE.test(part)
        ? Buffer.of(part.charCodeAt(0) & 0xff)
        : Buffer.from(part, 'utf8')
    );
  return Buffer.concat(parts);
}

/** Names of what is in a folder. */
export async function namesIn(folder: OnDisk): Promise<string[]> {
  const names = await fs.readdir(folder);
  if (!names.some(name => name.includes(REPLACEMENT))) {
    return names;
  }
  const bytes = await fs.readdir(folder, { encoding: 'buffer' });
  return bytes.map(nameOf);
}

/** Where something really is, behind all links. */
export async function realPath(path: OnDisk): Promise<string> {
  return nameOf(await fs.realpath(path, { encoding: 'buffer' }));
}

/**
 * A path as people and other programs read it: valid Unicode, and reversible. A byte that is no
 * UTF-8 is `\xNN` and a backslash is doubled, as in the format of snapshots.
 */
export function pathText(path: string): string {
  return path
    .replaceAll('\\', '\\\\')
    .replace(BYTES, byte => `\\x${(byte.charCodeAt(0) & 0xff).toString(16)}`);
}

/** The path that `pathText` wrote. */
export function textPath(text: string): string {
  return text.replace(ESCAPED, (_, byte: string | undefined) =>
    byte === undefined
      ? '\\'
      : String.fromCharCode(0xdc00 + Number.parseInt(byte, 16))
  );
}

/** Where a link points, as it is written in it. */
export async function targetIn(link: OnDisk): Promise<string> {
  return nameOf(await fs.readlink(link, { encoding: 'buffer' }));
}

function nameOf(bytes: Buffer): string {
  const whole = decoded(bytes);
  if (whole !== null) {
    return whole;
  }
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const end = at + lengthFrom(bytes[at]);
    const character = decoded(bytes.subarray(at, end));
    text += character ?? String.fromCharCode(0xdc00 + bytes[at]);
    at = character === null ? at + 1 : end;
  }
  return text;
}

function decoded(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes of a character that begins so; whether it is one is seen when it is read. */
function lengthFrom(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
