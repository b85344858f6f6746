import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { InvalidArgumentError } from 'commander';

import { UsageError } from '../exit';
import * as texts from './texts';

// What people write on the command line, as the engine wants it.

/** A snapshot by id, name or link; what it stands for is looked up by the engine. */
export function snapshotGiven(text: string): string {
  const wanted = text.trim();
  if (wanted === '') {
    throw new UsageError(texts.noSnapshotGiven());
  }
  if (/^[a-z][a-z0-9.-]*:\/\//i.test(wanted)) {
    throw new UsageError(texts.noLink(wanted));
  }
  return wanted;
}

/** A link to a snapshot that lies elsewhere, or one of this workspace with its digest. */
export function linkGiven(text: string): string {
  const link = text.trim();
  if (/^snap[:+].*sha256:(?![0-9a-f]{64}(?![0-9a-zA-Z]))/.test(link)) {
    throw new UsageError(texts.badDigest(link));
  }
  if (!/^snap[:+].*sha256:[0-9a-f]{64}/.test(link)) {
    throw new UsageError(texts.noLink(link));
  }
  return link;
}

/**
 * The address of a remote. A folder is meant from where the command is given, and not from where
 * the engine is; a mere word is none, as a slip of the finger would make it in the workspace.
 */
export function remoteGiven(text: string): string {
  if (text.includes('://')) {
    return text;
  }
  const isThere = statSync(text, { throwIfNoEntry: false })?.isDirectory();
  if (!isThere && !/[\\/]/.test(text)) {
    throw new UsageError(texts.noRemote(text));
  }
  return resolve(text);
}

/** A public key, in the 64 digits that people compare. */
export function keyGiven(text: string): string {
  const key = text.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(key)) {
    throw new UsageError(texts.noKey(text));
  }
  return key;
}

/** A whole number from 0 on. */
export function countGiven(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(count)) {
    throw new InvalidArgumentError(texts.noCount());
  }
  return count;
}

const POWERS = ['', 'k', 'm', 'g', 't'];

/** Bytes: `500M` counts by 1000 as the lists do, `2GiB` by 1024. */
export function sizeGiven(text: string): number {
  const [, number = '', power = '', binary] =
    /^(\d+(?:\.\d+)?) ?([kmgt]?)(i?)b?$/i.exec(text.trim()) ?? [];
  const base = binary ? 1024 : 1000;
  const size = Math.round(
    Number(number || NaN) * base ** POWERS.indexOf(power.toLowerCase())
  );
  if (!Number.isSafeInteger(size)) {
    throw new InvalidArgumentError(texts.noSize());
  }
  return size;
}
