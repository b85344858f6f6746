import type { RunSummary } from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';

/** Where the next page of a list begins; opaque to whoever gets it. */
export function makeCursor({ createdAt, id }: RunSummary): string {
  return Buffer.from(JSON.stringify([Date.parse(createdAt), id])).toString(
    'base64url'
  );
}

/** Reads it back; refuses what is not ours. */
export function readCursor(text: string): { created: number; id: string } {
  try {
    const [created, id]: unknown[] = JSON.parse(
      Buffer.from(text, 'base64url').toString()
    );
    if (typeof created === 'number' && typeof id === 'string') {
      return { created, id };
    }
  } catch {
    // Falls through: it is not one of ours.
  }
  throw new Refusal(messages.badRequest('`next` is not from an earlier page.'));
}
