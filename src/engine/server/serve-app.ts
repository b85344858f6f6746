import type * as http from 'node:http';

import { createAdaptorServer } from '@hono/node-server';

/** What answers requests; an app of Hono is one. */
export interface Answering {
  fetch(request: Request): Response | Promise<Response>;
}

/** A Node server for an app; the caller decides where it listens. */
export function serveApp(app: Answering): http.Server {
  // Without further options the adaptor makes a plain HTTP/1 server.
  return createAdaptorServer({
    fetch: request => app.fetch(request)
  }) as http.Server;
}
