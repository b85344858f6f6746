import type { Command } from 'commander';

import { RECOVERY_CHOICES } from '../../core/api/snapshot-store-schema';
import type { RecoveryChoice } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { UsageError } from '../exit';
import { recoverSnapshots } from './recover';
import { countGiven, sizeGiven } from './given';
import { publishSnapshot, withdrawSnapshot } from './publish';
import * as remotes from './remotes';
import { restoreSnapshot } from './restore';
import * as snapshots from './commands';
import type { Output } from './session';
import * as texts from './texts';
import { howToWithdraw } from './withdraw-texts';

type Done = (exit: number) => void;

/** Adds a command to the group, with the option that all of them have. */
type Add = (words: string, description: string) => Command;

/** `kalette snapshot …`. */
export function addSnapshotCommands(
  program: Command,
  engine: EngineOptions,
  done: Done
): void {
  const group = program
    .command('snapshot')
    .description('snapshots of the workspace that this folder is in');
  const add: Add = (words, description) =>
    group
      .command(words)
      .description(description)
      .option('--json', 'print one JSON document');
  addLooking(add, engine, done);
  addChanging(add, engine, done);
  addRemotes(add, engine, done);
  addCare(add, engine, done);
}

function addLooking(add: Add, engine: EngineOptions, done: Done): void {
  add('create [folder]', 'take one of a workspace')
    .option('-m, --message <text>', 'what it is')
    .option(
      '--take <path...>',
      'take along, from now on, what looks like a secret'
    )
    .action(
      async (
        folder: string | undefined,
        options: Output & { message?: string; take?: string[] }
      ) => done(await snapshots.createSnapshot(engine, folder ?? '.', options))
    );
  add('list', 'list snapshots, newest first').action(async (options: Output) =>
    done(await snapshots.listSnapshots(engine, options))
  );
  add('show <snapshot>', 'show what is in one')
    .option('--files', 'each file, not only what is at the top')
    .action(async (id: string, options: Output & { files?: boolean }) =>
      done(await snapshots.showSnapshot(engine, id, options))
    );
  add('diff <from> <to>', 'compare two; `now` is the workspace').action(
    async (from: string, to: string, options: Output) =>
      done(await snapshots.diffSnapshots(engine, from, to, options))
  );
}

function addChanging(add: Add, engine: EngineOptions, done: Done): void {
  add(
    'restore <snapshot>',
    'open one in a new folder: beside the workspace, or in this folder where it is a link from elsewhere, which is fetched first'
  )
    .option('--to <folder>', 'the folder, which must not exist')
    .option('--here', 'in place, after a snapshot of what is here')
    .option(
      '--allow <kind...>',
      'take along what runs by itself: startup, environment, hook'
    )
    .action(
      async (
        url: string,
        options: Output & { to?: string; here?: boolean; allow?: string[] }
      ) => done(await restoreSnapshot(engine, url, options))
    );
  add('tag <snapshot> <name>', 'name one, so that it is never pruned').action(
    async (id: string, name: string, options: Output) =>
      done(await snapshots.tagSnapshot(engine, id, name, options))
  );
  add('untag <snapshot>', 'take its name back').action(
    async (id: string, options: Output) =>
      done(await snapshots.tagSnapshot(engine, id, null, options))
  );
}

function addRemove(add: Add, engine: EngineOptions, done: Done): void {
  add('remove <snapshot>', 'take one off the list; prune gives its room back')
    .option(
      '--from <remote>',
      'not here, but where it was published: a folder or s3://BUCKET/PREFIX'
    )
    .addHelpText('after', `\n${howToWithdraw()}`)
    .action(async (id: string, options: Output & { from?: string }) =>
      done(
        options.from === undefined
          ? await snapshots.removeSnapshot(engine, id, options)
          : await withdrawSnapshot(engine, id, options.from, options)
      )
    );
}

function addRemotes(add: Add, engine: EngineOptions, done: Done): void {
  add('publish <url> <remote>', 'copy one to a remote')
    .option(
      '--with-secrets',
      'also what looks like a secret and was taken along'
    )
    .addHelpText('after', `\n${howToWithdraw()}`)
    .action(
      async (
        id: string,
        remote: string,
        options: Output & { withSecrets?: boolean }
      ) => done(await publishSnapshot(engine, id, remote, options))
    );
  add('fetch <url>', 'get one by its link, without opening it').action(
    async (url: string, options: Output) =>
      done(await remotes.fetchSnapshot(engine, url, options))
  );
  add(
    'subscribe <remote> <bucket>',
    'follow the names of a bucket there: `digits` in snap:digits/1-svm-after'
  ).action(async (remote: string, bucket: string, options: Output) =>
    done(await remotes.subscribe(engine, remote, bucket, options))
  );
  add('unsubscribe <remote> <bucket>', 'follow it no longer').action(
    async (remote: string, bucket: string, output: Output) =>
      done(await remotes.unsubscribe(engine, remote, bucket, output))
  );
  add('subscriptions', 'list the followed buckets')
    .option('--poll', 'look at them again')
    .action(async (options: Output & { poll?: boolean }) =>
      done(await remotes.listSubscriptions(engine, options))
    );
  add('trust <key> <name>', 'trust what a key signs').action(
    async (key: string, name: string, output: Output) =>
      done(await remotes.trustKey(engine, key, name, output))
  );
}

function addCare(add: Add, engine: EngineOptions, done: Done): void {
  add('verify', 'read everything and check its digests').action(
    async (options: Output) =>
      done(await snapshots.verifySnapshots(engine, options))
  );
  addRecover(add, engine, done);
  addRemove(add, engine, done);
  add('prune', 'give back the room of old ones; those of the last day stay')
    .option('--keep-last <count>', 'of each bucket so many stay', countGiven)
    .option(
      '--max-bytes <size>',
      'all together may take so much, as 500M or 2GiB',
      sizeGiven
    )
    .option('--dry-run', 'say what would be removed')
    .action(
      async (
        options: Output & {
          keepLast?: number;
          maxBytes?: number;
          dryRun?: boolean;
        }
      ) => done(await snapshots.pruneSnapshots(engine, options))
    );
}

function addRecover(add: Add, engine: EngineOptions, done: Done): void {
  add('recover', 'decide about an opening that was interrupted')
    .option('--finish', 'open the rest, after a snapshot of what is here')
    .option('--back', 'as it was before, after a snapshot of what is here')
    .option('--leave', 'keep the files as they are')
    .action(
      async (options: Output & Partial<Record<RecoveryChoice, boolean>>) =>
        done(await recoverSnapshots(engine, choiceOf(options), options))
    );
}

function choiceOf(
  options: Partial<Record<RecoveryChoice, boolean>>
): RecoveryChoice | null {
  const chosen = RECOVERY_CHOICES.filter(choice => options[choice]);
  if (chosen.length > 1) {
    throw new UsageError(texts.oneChoice());
  }
  return chosen[0] ?? null;
}
