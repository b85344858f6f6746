import * as http from 'node:http';
import { Readable } from 'node:stream';

import * as messages from '../messages';
import { Refusal } from '../refusal';
import type { Owner } from '../store/lock';

/** Header that names the folder which paths of a forwarded request are relative to. */
export const ROOT = 'x-kalette-root';

/** Header of an answer that says: nothing was done, and soon somebody else will answer. */
export const LEAVING = 'x-kalette-leaving';

const ANSWER_MS = 2000;

/** How the owner of a store is found: `leaves` is about to give the store back. */
export type Presence = 'serves' | 'leaves' | 'silent';

/** The owner has done nothing of what it was asked; ask whoever has the store now. */
export class NotTaken extends Error {}

/** Asks the owner of a store whether it is there. */
export async function presenceOf(owner: Owner): Promise<Presence> {
  try {
    const request = http.get({
      socketPath: owner.socket,
      path: '/health',
      headers: { authorization: `Bearer ${owner.token}` },
      timeout: ANSWER_MS
    });
    request.once('timeout', () => request.destroy());
    const answer = await answerTo(request);
    answer.resume();
    if (answer.headers[LEAVING] !== undefined) {
      return 'leaves';
    }
    return answer.statusCode === 200 ? 'serves' : 'silent';
  } catch {
    return 'silent';
  }
}

/**
 * Hands a request on to the engine that owns the workspace, and its answer back as it comes.
 * Rejects with {@link NotTaken} when it may be handed on again, and with a {@link Refusal} when
 * the owner died over it and nobody knows how far it came.
 */
export async function forward(
  owner: Owner,
  root: string,
  raw: Request,
  body: unknown
): Promise<Response> {
  const { pathname, search } = new URL(raw.url);
  const last = raw.headers.get('last-event-id');
  const request = http.request({
    socketPath: owner.socket,
    method: raw.method,
    path: `${pathname}${search}`,
    headers: {
      authorization: `Bearer ${owner.token}`,
      [ROOT]: root,
      // Only a request that arrived is answered by this, so until then nothing was begun.
      expect: '100-continue',
      ...(last === null ? {} : { 'last-event-id': last }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    signal: raw.signal
  });
  let isTaken = false;
  request.once('continue', () => {
    isTaken = raw.method !== 'GET';
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
  request.flushHeaders();
  try {
    return await responseOf(await answerTo(request));
  } catch (reason) {
    if (raw.signal.aborted || reason instanceof NotTaken) {
      throw reason;
    }
    throw isTaken
      ? new Refusal(messages.engineLost(owner.pid))
      : new NotTaken();
  }
}

async function responseOf(answer: http.IncomingMessage): Promise<Response> {
  answer.on('error', () => undefined);
  if (answer.headers[LEAVING] !== undefined) {
    answer.resume();
    throw new NotTaken();
  }
  const status = answer.statusCode ?? 502;
  const type = answer.headers['content-type'] ?? '';
  if (status === 204) {
    return new Response(null, { status });
  }
  // A document is there whole or not at all; what is no document comes as it is made.
  const body = type.includes('json')
    ? Buffer.concat(await answer.toArray())
    : (Readable.toWeb(answer) as ReadableStream);
  return new Response(body, { status, headers: { 'content-type': type } });
}

function answerTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
}
