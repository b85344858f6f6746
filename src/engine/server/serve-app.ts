import type * as http from 'node:http';

import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** A Node server for an app; the caller decides where it listens. */
export function serveApp(app: Hono): http.Server {
  // Without further options the adaptor makes a plain HTTP/1 server.
  return createAdaptorServer({ fetch: app.fetch }) as http.Server;
}
