import { existsSync } from 'node:fs';

import type { EndpointName } from '../../core/api/endpoints';
import type {
  AnalysisRequest,
  MoveRequest,
  RunRequest
} from '../../core/api/types';
import type { Workspace } from '../workspace';
import { pathIn } from '../workspace-folder';
import { eventStream } from './event-stream';
import {
  type Answer,
  type Call,
  inWorkspace,
  targetOf,
  withRun
} from './in-workspace';
import { SNAPSHOT_HANDLERS } from './snapshot-handlers';

const PAGE = 50;

/** How often a folder without a store is looked at. */
const STORE_MS = 300;

/** What answers each route. */
export const HANDLERS: Readonly<
  Record<EndpointName, (call: Call) => Promise<Answer>>
> = {
  health: async ({ engine }) => ({
    json: {
      ok: true,
      version: engine.version,
      node: process.versions.node,
      pid: process.pid
    }
  }),
  analyse: async ({ engine, root, request }) => {
    const { notebook, content } = request.body as AnalysisRequest;
    const { path } = engine.target(root, notebook);
    return { json: await engine.analyse(path, content) };
  },
  moveRuns: async call => {
    const { engine, root } = call;
    const { from } = call.request.body as MoveRequest;
    const old = engine.target(root, from);
    const { workspace } = targetOf(call);
    // What is still there was copied, as by Save As.
    const isMoved = old.workspace === workspace && !existsSync(old.path);
    if (!isMoved || !engine.hasStore(workspace)) {
      return { json: { runs: 0 } };
    }
    return inWorkspace(call, async here => ({
      json: {
        runs: await here.workspace.move(
          pathIn(workspace, old.path),
          pathIn(workspace, here.target.path)
        )
      }
    }));
  },
  startRun: async call => {
    const { engine } = call;
    const request = call.request.body as RunRequest;
    // Refused before there is a store: a notebook that cannot run leaves nothing behind.
    const runnable = await engine.check(targetOf(call), request);
    return inWorkspace(call, async ({ workspace, target, rename }) => {
      const id = await engine.start(workspace, target, request, runnable);
      return { json: await workspace.archive.view(rename, id) };
    });
  },
  listRuns: async call => {
    const { limit, next } = call.request.query;
    if (!call.engine.hasStore(targetOf(call).workspace)) {
      return { json: { items: [], next: null } };
    }
    return inWorkspace(call, async ({ workspace, target, rename }) => ({
      json: workspace.archive.list(rename, {
        notebook: target.isFolder
          ? null
          : pathIn(target.workspace, target.path),
        limit: typeof limit === 'number' ? limit : PAGE,
        next: typeof next === 'string' ? next : null
      })
    }));
  },
  getRun: call =>
    withRun(call, async ({ workspace, rename }, id) => ({
      json: await workspace.archive.view(rename, id)
    })),
  cancelRun: call =>
    withRun(call, async ({ workspace, rename }, id) => {
      await workspace.cancel(id, call.request.query.force === true);
      return { json: await workspace.archive.view(rename, id) };
    }),
  resumeRun: call =>
    withRun(call, async ({ workspace, rename }, id) => {
      await workspace.resume(id);
      return { json: await workspace.archive.view(rename, id) };
    }),
  removeRun: call =>
    withRun(call, async ({ workspace }, id) => {
      await workspace.remove(id);
      return {};
    }),
  getLogs: call =>
    withRun(call, async ({ workspace }, id) => {
      const { params, query } = call.request;
      const lines = await workspace.archive.logs(id, params.step ?? '');
      return {
        json: typeof query.last === 'number' ? lines.slice(-query.last) : lines
      };
    }),
  getReport: call =>
    withRun(call, async ({ workspace }, id) => ({
      json: await workspace.archive.report(id, call.request.params.step ?? '')
    })),
  getEvents: async call => {
    const query = {
      ...call.request.query,
      lastId: call.raw.headers.get('last-event-id')
    };
    // Listening to a folder without a store must not make one: it waits until a run does.
    return call.engine.hasStore(targetOf(call).workspace)
      ? inWorkspace(call, async ({ workspace }) =>
          eventStream(Promise.resolve(workspace), query)
        )
      : eventStream(whenStored(call), query);
  },
  ...SNAPSHOT_HANDLERS
};

async function whenStored(call: Call): Promise<Workspace | null> {
  const { workspace } = targetOf(call);
  while (!call.engine.hasStore(workspace)) {
    if (call.raw.signal.aborted) {
      return null;
    }
    await new Promise(done => setTimeout(done, STORE_MS));
  }
  const place = await call.engine.place(workspace);
  return place.kind === 'here' ? place.workspace : null;
}
