import { parse, relative, resolve, sep } from 'node:path';

import type { EngineClient, NotebookScope } from '../client/engine-client';
import { settled } from '../client/operations';
import type {
  Operation,
  Restored,
  Snapshot,
  SnapshotDiff,
  SnapshotSummary
} from '../core/api/types';
import type { EngineOptions } from '../engine/engine';
import { EXIT } from './exit';
import { byteText, printJson, printResult, table, tell } from './printing';
import { openSession } from './session';
import * as texts from './texts';

interface Output {
  readonly json?: boolean;
}

interface Here {
  readonly client: EngineClient;
  readonly scope: NotebookScope;
}

// Everything on this machine can be named, as a command has the rights of its user.
async function inFolder(
  engine: EngineOptions,
  folder: string,
  command: (here: Here) => Promise<number>
): Promise<number> {
  const root = parse(resolve(folder)).root;
  const session = openSession(engine, folder, root);
  try {
    return await command(session);
  } finally {
    await session.close();
  }
}

/** `kalette snapshot create [DIR] [-m TEXT]`. */
export function createSnapshot(
  engine: EngineOptions,
  folder: string,
  options: Output & { readonly message?: string }
): Promise<number> {
  return inFolder(engine, folder, async ({ client, scope }) => {
    const { message } = options;
    const request = { ...scope, ...(message === undefined ? {} : { message }) };
    const begun = await client.snapshots.create(request);
    const made = await follow<SnapshotSummary>({ client, scope }, begun);
    if (options.json) {
      printJson({ version: 1, snapshot: made });
    } else {
      printResult(made.url);
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

/** `kalette snapshot restore URL [--to DIR | --here]`. */
export function restoreSnapshot(
  engine: EngineOptions,
  url: string,
  options: Output & { readonly to?: string; readonly here?: boolean }
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const { to, here } = options;
    const folder = to === undefined ? {} : { folder: fromRoot(resolve(to)) };
    const begun = await client.snapshots.restore({
      ...scope,
      url,
      to: here ? 'here' : 'new',
      allow: [],
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

/** `kalette snapshot prune`. */
export function pruneSnapshots(
  engine: EngineOptions,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    const begun = await client.snapshots.prune(scope);
    const found = await follow<Pruned>({ client, scope }, begun);
    if (output.json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(
        texts.pruned(found.snapshots.length, byteText(found.freedBytes))
      );
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
}

interface Pruned {
  readonly snapshots: readonly string[];
  readonly freedBytes: number;
}

/** The result of an operation; an interrupt cancels it and waits for its end. */
async function follow<T>(
  { client, scope }: Here,
  begun: Operation
): Promise<T> {
  const cancel = () => {
    void client.snapshots.cancel(scope, begun.id).catch(() => undefined);
  };
  process.once('SIGINT', cancel);
  try {
    return (await settled(client.snapshots, scope, begun)) as T;
  } finally {
    process.off('SIGINT', cancel);
  }
}

function fromRoot(path: string): string {
  return relative(parse(path).root, path).split(sep).join('/');
}

function listText(items: readonly SnapshotSummary[]): string {
  return table(
    ['snapshot', 'taken', 'what', 'files', 'size'],
    items.map(item => [
      item.id.slice('sha256:'.length, 'sha256:'.length + 12),
      new Date(item.at).toLocaleString(),
      whatOf(item),
      String(item.files),
      byteText(item.bytes)
    ])
  );
}

function whatOf(item: SnapshotSummary): string {
  const { runNumber, step, when, message, kept, isPartial } = item;
  const place =
    runNumber === null
      ? message || texts.takenByHand()
      : texts.snapshotOfRun(runNumber, when, step, isPartial);
  return kept === null ? place : `${place} [${kept}]`;
}

function snapshotText(found: Snapshot): string {
  const { files, bytes, state, missing, withheld, external } = found;
  return [
    `${whatOf(found)}`,
    found.url,
    texts.snapshotContents(files, byteText(bytes), found.signer.state),
    ...state.map(item => `  ${item.name}  ${item.type}  ${item.detail}`),
    ...missing.map(item => `  ${item.name}: ${item.reason}`),
    ...withheld.map(path => texts.withheldFile(path)),
    ...external.map(path => texts.externalFile(path))
  ].join('\n');
}

function diffText({ items, total, same }: SnapshotDiff): string {
  const marks = { new: 'A', changed: 'M', deleted: 'D' };
  const lines = items.map(({ change, path }) => `${marks[change]}  ${path}`);
  return [...lines, texts.sameFiles(total - items.length, same)].join('\n');
}
