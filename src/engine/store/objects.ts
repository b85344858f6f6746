import { createHash } from 'node:crypto';
import { createReadStream, type PathLike } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Statement } from './committer';
import { type Layout, objectPath } from './layout';
import { passPoint } from './points';

/** An immutable file in the store, named after what it holds. */
export interface StoredObject {
  readonly digest: string;
  readonly bytes: number;
}

/** Digest of some bytes, as objects are named. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Digest of a file, read in pieces. */
export async function digestOfFile(file: PathLike): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

/**
 * Writes objects so that they survive the power switch: file first, name second. A row that
 * names an object is written by the caller, and only after these methods resolved.
 */
export class ObjectStore {
  private counter = 0;

  constructor(private readonly layout: Layout) {}

  path(digest: string): string {
    return objectPath(this.layout, digest);
  }

  async put(content: string | Uint8Array): Promise<StoredObject> {
    const bytes = Buffer.from(content);
    const digest = digestOf(bytes);
    if (!(await this.has(digest, bytes.length))) {
      await this.throughFile(async file => {
        await fs.writeFile(file, bytes);
        await this.take(file, digest);
      });
    }
    return { digest, bytes: bytes.length };
  }

  /** Copies a file in; its digest is worked out here. */
  async copy(source: PathLike): Promise<StoredObject> {
    return this.throughFile(async file => {
      await fs.copyFile(source, file, fs.constants.COPYFILE_FICLONE);
      await fs.chmod(file, 0o600);
      return this.adopt(file);
    });
  }

  /** Moves a file in, which must lie on the same filesystem; `digest` if it is known. */
  async adopt(file: string, digest?: string): Promise<StoredObject> {
    const { size } = await fs.stat(file);
    const name = digest ?? (await digestOfFile(file));
    if (await this.has(name, size)) {
      await fs.rm(file);
    } else {
      await this.take(file, name);
    }
    return { digest: name, bytes: size };
  }

  async readJson(digest: string): Promise<unknown> {
    return JSON.parse(await fs.readFile(this.path(digest), 'utf8'));
  }

  async remove(digest: string): Promise<void> {
    await fs.rm(this.path(digest), { force: true });
  }

  // A file of another size was damaged by somebody else; writing it again repairs it.
  private async has(digest: string, bytes: number): Promise<boolean> {
    return fs.stat(this.path(digest)).then(
      ({ size }) => size === bytes,
      () => false
    );
  }

  private async take(file: string, digest: string): Promise<void> {
    await sync(file);
    passPoint('object.rename');
    const target = this.path(digest);
    await fs.mkdir(dirname(target), { recursive: true });
    await fs.chmod(file, 0o444);
    await fs.rename(file, target);
    await sync(dirname(target));
    passPoint('object.renamed');
  }

  // What could not be written whole, as on a full disk, must not stay and fill it further.
  private async throughFile<T>(use: (file: string) => Promise<T>): Promise<T> {
    const file = join(this.layout.tmp, `${process.pid}-${++this.counter}`);
    try {
      return await use(file);
    } catch (reason) {
      await fs.rm(file, { force: true });
      throw reason;
    }
  }
}

/** Rows that make objects known, and keep them as long as `owner` lives. */
export function refer(
  owner: string,
  objects: readonly StoredObject[],
  now: number
): Statement[] {
  return objects.flatMap(({ digest, bytes }) => [
    {
      sql: 'INSERT INTO object VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      values: [digest, bytes, now]
    },
    {
      sql: 'INSERT INTO reference VALUES (?, ?) ON CONFLICT DO NOTHING',
      values: [owner, digest]
    }
  ]);
}

/** Makes a file's content, or a folder's names, durable. */
export async function sync(path: string): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file at once: readers see the old content or the new, whole. */
export async function replaceFile(
  file: string,
  content: string,
  mode = 0o644
): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}`);
  await fs.writeFile(draft, content, { mode });
  await sync(draft);
  await fs.rename(draft, file);
  await sync(dirname(file));
}
