import { createHash, timingSafeEqual } from 'node:crypto';

import { Hono } from 'hono';

import type { EndpointName } from '../../core/api/endpoints';
import { ROUTES, type Route } from '../../core/api/routes';
import type { Problem } from '../../core/api/types';
import type { Engine } from '../engine';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import { HANDLERS } from './handlers';
import type { Answer } from './in-workspace';
import { openApiDocument } from './openapi';
import { readRequest } from './read-request';

/** How an app is reached. */
export interface AppOptions {
  /** Every request must carry it as its bearer token. */
  readonly token: string;
  /** Absolute path of the folder that paths of a request are relative to. */
  readonly rootOf: (header: (name: string) => string | undefined) => string;
}

/** The engine's HTTP API; the routes are those of `core/api/routes`. */
export function createApp(engine: Engine, options: AppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!isAllowed(context.req.header('authorization'), options.token)) {
      return problemResponse(messages.unauthorized());
    }
    const { host } = new URL(context.req.url);
    const named = context.req.header('host') ?? host;
    return isOwnName(named)
      ? next()
      : problemResponse(messages.wrongHost(named));
  });
  app.get('/openapi.json', context =>
    context.json(openApiDocument(engine.version))
  );
  const names = Object.keys(ROUTES) as EndpointName[];
  for (const name of names) {
    const route: Route = ROUTES[name];
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    app.on(route.method, path, async context => {
      const request = await readRequest(route, context.req);
      const answer = await HANDLERS[name]({
        engine,
        root: options.rootOf(key => context.req.header(key)),
        request,
        raw: context.req.raw
      });
      return toResponse(route, answer);
    });
  }
  app.notFound(context =>
    problemResponse(messages.unknownRoute(context.req.path))
  );
  app.onError(reason => {
    if (reason instanceof Refusal) {
      return problemResponse(reason.problem);
    }
    process.stderr.write(`${reason.stack ?? reason.message}\n`);
    return problemResponse(messages.internal(reason.message));
  });
  return app;
}

function toResponse(route: Route, answer: Answer): Response {
  if (answer instanceof Response) {
    return answer;
  }
  return answer.json === undefined
    ? new Response(null, { status: route.status })
    : new Response(JSON.stringify(answer.json), {
        status: route.status,
        headers: { 'content-type': 'application/json' }
      });
}

/** An error as RFC 9457 wants it. */
export function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' }
  });
}

// Names of this machine only: another name can be made to point here by somebody's DNS. The
// clients of a private socket, and those in this process, call it `localhost` or `engine`.
function isOwnName(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\]|engine)(:\d+)?$/i.test(host);
}

// Digests have one length, so the comparison takes the same time for every wrong token.
function isAllowed(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
