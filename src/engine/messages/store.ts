import { problem } from './problem';
import { roomForMore } from './snapshots';

// Why the store of a workspace cannot be used, and what became of an engine that has it.

export const storeNewer = (version: string) =>
  problem(
    503,
    'store_newer',
    'Written by a newer release',
    `The store .kalette has version ${version}, which this release cannot read.`,
    'Update the package kalette.'
  );

export const storeUnusable = (folder: string, why: string) =>
  problem(
    503,
    'store',
    'The store cannot be used',
    why === 'read-only' ? `${folder} is read-only.` : `${folder}: ${why}.`,
    why === 'read-only'
      ? 'Read it with kalette snapshot list, show, diff of two snapshots, or verify, and get files with kalette snapshot restore ID --to FOLDER, elsewhere. For all else make it writable.'
      : /full|no space/i.test(why)
        ? `Free 1 MB by hand first, for the store needs some to be opened. ${roomForMore()}`
        : 'Check that the folder can be written and that the disk is not full.'
  );

export const storeTaken = (host: string, pid: number) =>
  problem(
    503,
    'store_taken',
    'In use elsewhere',
    `Another engine uses this workspace: process ${pid} on ${host}. It cannot be reached from here.`,
    'End it, or work on that machine. No lock is ever broken.'
  );

export const storeBusy = (pid: number) =>
  problem(
    503,
    'store_busy',
    'In use',
    `Another command uses this workspace, process ${pid}, and it takes nothing from others.`,
    'Wait for its end, or end it, and try again.'
  );

export const engineLeaves = () =>
  problem(
    503,
    'engine_leaves',
    'About to end',
    'This engine takes nothing more from others; the next one will.'
  );

export const engineLost = (pid: number) =>
  problem(
    503,
    'engine_lost',
    'Ended meanwhile',
    `Another command was at work for this one, process ${pid}, and it was killed before it answered. Whether anything was begun is not known.`,
    'See kalette runs list and kalette snapshot list, and try again.'
  );
