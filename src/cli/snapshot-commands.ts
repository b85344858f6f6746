import { statSync } from 'node:fs';
import { parse, relative, resolve, sep } from 'node:path';

import type { PrunePolicy } from '../client/snapshot-client';
import type {
  CodeKind,
  Inspection,
  Restored,
  SnapshotSummary
} from '../core/api/types';
import type { EngineOptions } from '../engine/engine';
import { EXIT, UsageError } from './exit';
import { byteText, printJson, printResult, tell } from './printing';
import {
  diffText,
  listText,
  remarksOf,
  snapshotText
} from './snapshot-printing';
import { follow, inFolder, type Output } from './snapshot-session';
import * as texts from './snapshot-texts';

/** `kalette snapshot create [DIR] [-m TEXT]`. */
export function createSnapshot(
  engine: EngineOptions,
  folder: string,
  options: Output & { readonly message?: string }
): Promise<number> {
  if (!isFolder(folder)) {
    throw new UsageError(texts.noFolder(folder));
  }
  return inFolder(engine, folder, async ({ client, scope }) => {
    const { message } = options;
    const request = { ...scope, ...(message === undefined ? {} : { message }) };
    const begun = await client.snapshots.create(request);
    const made = await follow<SnapshotSummary>({ client, scope }, begun);
    if (options.json) {
      printJson({ version: 1, snapshot: made });
      return EXIT.done;
    }
    printResult(made.url);
    const remarks = remarksOf(await client.snapshots.get(scope, made.id));
    remarks.forEach(tell);
    if (remarks.length > 0) {
      tell(texts.howToChoose());
    }
    return EXIT.done;
  });
}

/** `kalette snapshot list`. */
export function listSnapshots(
  engine: EngineOptions,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const { items } = await client.snapshots.list(scope, { limit: 500 });
    if (output.json) {
      printJson({ version: 1, snapshots: items });
    } else {
      printResult(items.length === 0 ? texts.noSnapshots() : listText(items));
      const { unreadable } = await client.snapshots.usage(scope);
      if (unreadable.length > 0) {
        tell(texts.unreadable(unreadable));
      }
    }
    return EXIT.done;
  });
}

/** `kalette snapshot show ID`. */
export function showSnapshot(
  engine: EngineOptions,
  id: string,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const found = await client.snapshots.get(scope, id);
    if (output.json) {
      printJson({ version: 1, snapshot: found });
    } else {
      printResult(snapshotText(found));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot diff A B`; `now` stands for the workspace as it is. */
export function diffSnapshots(
  engine: EngineOptions,
  from: string,
  to: string,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const found = await client.snapshots.diff(scope, from, to);
    if (output.json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(diffText(found));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot restore URL [--to DIR | --here] [--allow KIND...]`. */
export function restoreSnapshot(
  engine: EngineOptions,
  wanted: string,
  options: Output & {
    readonly to?: string;
    readonly here?: boolean;
    readonly allow?: readonly string[];
  }
): Promise<number> {
  const { to, here, allow = [] } = options;
  const kinds = allow.map(kindOf);
  return inFolder(engine, '.', async ({ client, scope }) => {
    const url = isLink(wanted)
      ? wanted
      : (await client.snapshots.get(scope, wanted)).url;
    tellOrigin(await client.snapshots.inspect(scope, url), kinds);
    const folder = to === undefined ? {} : { folder: fromRoot(resolve(to)) };
    const begun = await client.snapshots.restore({
      ...scope,
      url,
      to: here ? 'here' : 'new',
      allow: kinds,
      ...folder
    });
    const done = await follow<Restored>({ client, scope }, begun);
    if (options.json) {
      printJson({ version: 1, ...done });
    } else {
      printResult(resolve(sep, done.folder));
      tell(texts.restored(done.written, done.removed, done.safety));
    }
    return EXIT.done;
  });
}

// A link brings its digest along; what the list shows is looked up in the workspace.
function isLink(wanted: string): boolean {
  return /^snap[:+]/.test(wanted);
}

/** What of a snapshot may run code, as `--allow` names it. */
const KINDS: readonly CodeKind[] = ['startup', 'environment', 'hook'];

function kindOf(text: string): CodeKind {
  const kind = KINDS.find(item => item === text);
  if (kind === undefined) {
    throw new UsageError(texts.noSuchKind(text, KINDS));
  }
  return kind;
}

// Who is known needs no introduction.
function tellOrigin(
  { source, snapshot, fetch, code }: Inspection,
  allow: readonly CodeKind[]
): void {
  const { signer, files, bytes } = snapshot;
  if (signer.state === 'own' || signer.state === 'trusted') {
    return;
  }
  tell(texts.origin(source, files, byteText(bytes), byteText(fetch)));
  tell(texts.signerText(signer));
  code
    .filter(({ kind, path }) => path !== null && !allow.includes(kind))
    .forEach(({ kind, path }) => tell(texts.leftOut(path ?? '', kind)));
}

/** `kalette snapshot tag SNAPSHOT NAME`, and `untag SNAPSHOT` where the name is null. */
export function tagSnapshot(
  engine: EngineOptions,
  id: string,
  name: string | null,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const found = await client.snapshots.keep(scope, id, name);
    if (output.json) {
      printJson({ version: 1, snapshot: found });
    } else {
      printResult(found.url);
    }
    return EXIT.done;
  });
}

/** `kalette snapshot publish URL REMOTE`. */
export function publishSnapshot(
  engine: EngineOptions,
  id: string,
  remote: string,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const begun = await client.snapshots.publish(scope, id, remote);
    const { url } = await follow<{ url: string }>({ client, scope }, begun);
    if (output.json) {
      printJson({ version: 1, url });
    } else {
      printResult(url);
    }
    return EXIT.done;
  });
}

/** `kalette snapshot verify`. */
export function verifySnapshots(
  engine: EngineOptions,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const begun = await client.snapshots.verify(scope);
    const found = await follow<Verified>({ client, scope }, begun);
    if (output.json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(texts.verified(found));
    }
    return found.ok ? EXIT.done : EXIT.failed;
  });
}

/** `kalette snapshot remove ID`: its room is given back by a later prune. */
export function removeSnapshot(
  engine: EngineOptions,
  id: string
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    await client.snapshots.remove(scope, id);
    tell(texts.removed(id));
    return EXIT.done;
  });
}

/** `kalette snapshot prune [--keep-last N] [--max-bytes N] [--dry-run]`. */
export function pruneSnapshots(
  engine: EngineOptions,
  options: Output & PrunePolicy
): Promise<number> {
  const { json, ...policy } = options;
  return inFolder(engine, '.', async ({ client, scope }) => {
    const begun = await client.snapshots.prune(scope, policy);
    const found = await follow<Pruned>({ client, scope }, begun);
    if (json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(texts.pruned(found, policy.dryRun));
    }
    return EXIT.done;
  });
}

/** What a check of a store found. */
export interface Verified {
  readonly ok: boolean;
  readonly objects: number;
  readonly snapshots: number;
  readonly bad: readonly unknown[];
  readonly affected: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly problems: readonly (readonly [path: string, why: string])[];
    readonly total: number;
  }[];
}

/** What was given back, or would be. */
export interface Pruned {
  readonly snapshots: readonly string[];
  readonly young: number;
  readonly freedBytes: number;
}

function fromRoot(path: string): string {
  return relative(parse(path).root, path).split(sep).join('/');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
