import { randomBytes } from 'node:crypto';
import type * as http from 'node:http';
import { join } from 'node:path';

import type { Engine } from '../engine';
import * as messages from '../messages';
import type { PrivateFolder } from '../private-folder';
import { createApp, problemResponse } from './app';
import { LEAVING, ROOT } from './peer-request';
import { serveApp } from './serve-app';

/** Streams go on for as long as somebody listens, so they keep nobody. */
const STREAMS = '/events';

const LOOK_MS = 10;

/**
 * Serves the workspaces of this engine to other engines of this user: the panel and a terminal
 * see and cancel each other's runs. The socket is private, and its token stands in a file that
 * only this user can read.
 */
export class PeerServer {
  private readonly server: http.Server;
  private listening: Promise<void> | null = null;
  private answering = 0;
  private leaving = false;

  /**
   * `isBrief`: this engine is there for a moment only, so it begins nothing for others. They
   * are told to come again.
   */
  constructor(
    engine: Engine,
    private readonly folder: PrivateFolder,
    private isBrief: boolean
  ) {
    const { token } = this;
    const app = createApp(engine, {
      token,
      rootOf: header => header(ROOT) ?? '/'
    });
    this.server = serveApp({
      fetch: async request =>
        this.takes(request) ? this.whole(request, app.fetch) : comeAgain()
    });
    this.server.on('request', (request, response) => {
      if (!request.url?.startsWith(STREAMS)) {
        this.answering++;
        response.once('close', () => this.answering--);
      }
    });
  }

  /** What other engines must know to ask this one. */
  readonly token = randomBytes(32).toString('hex');

  /** Path of the socket. */
  get socket(): string {
    return join(this.folder.path, 'engine');
  }

  /** True while somebody waits for an answer. */
  get isAnswering(): boolean {
    return this.answering > 0;
  }

  async listen(): Promise<void> {
    this.listening ??= new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.socket, resolve);
    });
    return this.listening;
  }

  /** Resolves when nobody waits for an answer any more, or after so many milliseconds. */
  async answered(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (this.isAnswering && Date.now() < end) {
      await new Promise(done => setTimeout(done, LOOK_MS));
    }
  }

  /** From now on nothing is begun for others; what goes on can still be asked about. */
  beginNothing(): void {
    this.isBrief = true;
  }

  /** From now on everybody is told to come again, until the store has another owner. */
  leave(): void {
    this.leaving = true;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  // Who only looked, while the store was closed under them, may look again elsewhere.
  private async whole(
    request: Request,
    answer: (request: Request) => Response | Promise<Response>
  ): Promise<Response> {
    const response = await answer(request);
    const isCut = this.leaving && response.status >= 500;
    return isCut && request.method === 'GET' ? comeAgain() : response;
  }

  private takes({ method }: Request): boolean {
    return !this.leaving && (!this.isBrief || method === 'GET');
  }
}

function comeAgain(): Response {
  const response = problemResponse(messages.engineLeaves());
  response.headers.set(LEAVING, '1');
  return response;
}
