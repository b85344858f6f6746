import type { Problem } from '../core/api/types';
import { codeOf, textOf } from './failure';
import * as messages from './messages';
import { NewerStoreError } from './store/committer';
import { UnusableStoreError } from './store/writer';

/** The engine does not do what it was asked; carries what the client is told. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refusal';
  }
}

// The disk, or the rights on it, not our doing.
const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'];

/**
 * What a store that cannot be used means for whoever asked; `folder` is the store's. Anything
 * else stays what it is.
 */
export function storeRefusal(reason: unknown, folder: string): unknown {
  if (reason instanceof NewerStoreError) {
    return new Refusal(messages.storeNewer(reason.message));
  }
  return reason instanceof UnusableStoreError ||
    DISK_CODES.includes(codeOf(reason))
    ? new Refusal(messages.storeUnusable(folder, textOf(reason)))
    : reason;
}

/** Takes a refusal for `null`, as of what is not there; anything else is thrown again. */
export function nullIfRefused(reason: unknown): null {
  if (reason instanceof Refusal) {
    return null;
  }
  throw reason;
}
