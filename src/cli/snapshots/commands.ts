import { statSync } from 'node:fs';

import { EngineError } from '../../client/engine-client';
import type { PrunePolicy } from '../../client/snapshot-client';
import { nameOfNew } from '../../client/snapshot-name';
import type { Snapshot, SnapshotSummary } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { EXIT, UsageError } from '../exit';
import { contentsOf, topOf } from './contents';
import { snapshotGiven } from './given';
import { printJson, printResult, tell } from '../printing';
import { diffText, listText, remarksOf, snapshotText } from './printing';
import { follow, glance, type Here, inFolder, type Output } from './session';
import type { Pruned, Verified } from './results';
import * as texts from './texts';

/** Stands for the workspace as it is. */
const NOW = 'now';

/** A document is whole, however long it is. */
const ALL = Number.MAX_SAFE_INTEGER;

/** `kalette snapshot create [DIR] [-m TEXT] [--take PATH…]`. */
export function createSnapshot(
  engine: EngineOptions,
  folder: string,
  options: Output & {
    readonly message?: string;
    readonly take?: readonly string[];
  }
): Promise<number> {
  if (!isFolder(folder)) {
    throw new UsageError(texts.noFolder(folder));
  }
  return inFolder(engine, folder, async here => {
    const { client, scope } = here;
    const { message, take } = options;
    const request = {
      ...scope,
      name: nameOfNew(),
      ...(message === undefined ? {} : { message }),
      ...(take === undefined ? {} : { take: [...take] })
    };
    const made = await follow<SnapshotSummary>(here, () =>
      client.snapshots.create(request)
    );
    if (options.json) {
      printJson({ version: 1, snapshot: made });
      return EXIT.done;
    }
    printResult(made.url);
    const found = await client.snapshots.get(scope, made.id);
    remarksOf(found).forEach(tell);
    if (found.withheld.length > 0) {
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
  return glance(engine, '.', async ({ client, scope }) => {
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

/** `kalette snapshot show ID [--files]`. */
export function showSnapshot(
  engine: EngineOptions,
  id: string,
  { json, files = false }: Output & { readonly files?: boolean }
): Promise<number> {
  return glance(engine, '.', async here => {
    const { client, scope } = here;
    const found = await client.snapshots.get(scope, snapshotGiven(id));
    const contents = await contentsOf(here, found);
    if (json) {
      const { entries, code } = contents;
      const listed = files ? entries : topOf(entries);
      printJson({ version: 1, snapshot: found, entries: listed, code });
    } else {
      const opened = await openedBy(here, found);
      printResult(snapshotText(found, contents, files, opened));
    }
    return EXIT.done;
  });
}

/** What was opened when a safety snapshot was taken; that may have been removed since. */
async function openedBy(
  { client, scope }: Pick<Here, 'client' | 'scope'>,
  { opened }: Snapshot
): Promise<Snapshot | null> {
  try {
    return opened === null ? null : await client.snapshots.get(scope, opened);
  } catch (reason) {
    if (reason instanceof EngineError) {
      return null;
    }
    throw reason;
  }
}

/** `kalette snapshot diff A B`; `now` stands for the workspace as it is. */
export function diffSnapshots(
  engine: EngineOptions,
  from: string,
  to: string,
  output: Output
): Promise<number> {
  const [one, other] = [snapshotGiven(from), snapshotGiven(to)];
  if (one === NOW && other === NOW) {
    throw new UsageError(texts.onlyNow());
  }
  return glance(engine, '.', async ({ client, scope }) => {
    const found = await client.snapshots.diff(scope, one, other, {
      limit: ALL
    });
    if (output.json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(diffText(found));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot tag SNAPSHOT NAME`, and `untag SNAPSHOT` where the name is null. */
export function tagSnapshot(
  engine: EngineOptions,
  id: string,
  name: string | null,
  output: Output
): Promise<number> {
  return glance(engine, '.', async ({ client, scope }) => {
    const found = await client.snapshots.keep(scope, snapshotGiven(id), name);
    if (output.json) {
      printJson({ version: 1, snapshot: found });
    } else {
      printResult(found.url);
      tell(name === null ? texts.keptNoLonger() : texts.keptAs(name));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot verify`. */
export function verifySnapshots(
  engine: EngineOptions,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async here => {
    const found = await follow<Verified>(here, () =>
      here.client.snapshots.verify(here.scope)
    );
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
  id: string,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async ({ client, scope }) => {
    await client.snapshots.remove(scope, id);
    if (output.json) {
      printJson({ version: 1, removed: id });
    } else {
      tell(texts.removed(id));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot prune [--keep-last N] [--max-bytes N] [--dry-run]`. */
export function pruneSnapshots(
  engine: EngineOptions,
  options: Output & PrunePolicy
): Promise<number> {
  const { json, ...policy } = options;
  return inFolder(engine, '.', async here => {
    const found = await follow<Pruned>(here, () =>
      here.client.snapshots.prune(here.scope, policy)
    );
    if (json) {
      printJson({ version: 1, ...found });
    } else {
      printResult(texts.pruned(found, policy.dryRun));
    }
    return EXIT.done;
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
