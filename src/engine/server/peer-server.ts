import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import type { Engine } from '../engine';
import type { PrivateFolder } from '../private-folder';
import type { Owner } from '../store/lock';
import { createApp } from './app';
import { serveApp } from './serve-app';

/** Header that names the folder which paths of a forwarded request are relative to. */
const ROOT = 'x-kalette-root';
const ANSWER_MS = 2000;

/**
 * Serves the workspaces of this engine to other engines of this user: the panel and a terminal
 * see and cancel each other's runs. The socket is private, and its token stands in a file that
 * only this user can read.
 */
export class PeerServer {
  private readonly server: http.Server;
  private listening: Promise<void> | null = null;

  constructor(
    engine: Engine,
    private readonly folder: PrivateFolder
  ) {
    const { token } = this;
    this.server = serveApp(
      createApp(engine, { token, rootOf: header => header(ROOT) ?? '/' })
    );
  }

  /** What other engines must know to ask this one. */
  readonly token = randomBytes(32).toString('hex');

  /** Path of the socket. */
  get socket(): string {
    return join(this.folder.path, 'engine');
  }

  async listen(): Promise<void> {
    this.listening ??= new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.socket, resolve);
    });
    return this.listening;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** True when the owner of a store answers. */
  static async answers(owner: Owner): Promise<boolean> {
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
      return answer.statusCode === 200;
    } catch {
      return false;
    }
  }
}

/** Hands a request on to the engine that owns the workspace, and its answer back as it comes. */
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
      ...(last === null ? {} : { 'last-event-id': last }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    signal: raw.signal
  });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const answer = await answerTo(request);
  const status = answer.statusCode ?? 502;
  answer.on('error', () => undefined);
  return new Response(
    status === 204 ? null : (Readable.toWeb(answer) as ReadableStream),
    {
      status,
      headers: { 'content-type': answer.headers['content-type'] ?? '' }
    }
  );
}

function answerTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
}
