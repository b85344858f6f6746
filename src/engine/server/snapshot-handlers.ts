import type { SNAPSHOT_ENDPOINTS } from '../../core/api/endpoints';
import type {
  InspectRequest,
  RecoverRequest,
  RestoreRequest,
  ResumeRequest,
  SnapshotRequest
} from '../../core/api/types';
import { LISTED } from '../snapshots/listing/differences';
import { checked } from '../snapshots/opening/inspecting';
import { isLink } from '../snapshots/service/served';
import { remoteFrom } from '../snapshots/remotes/remotes';
import { runChanges } from '../snapshots/of-runs/run-changes';
import { runFile } from '../snapshots/of-runs/run-file';
import { ROOM } from '../snapshots/snapshots';
import { withAlong } from '../snapshots/taking/take-along';
import { holderOf } from '../snapshots/listing/whereabouts';
import { pathIn } from '../workspace-folder';
import {
  type Answer,
  type Call,
  inWorkspace,
  targetOf,
  withRun
} from './in-workspace';
import { REMOTE_HANDLERS } from './remote-handlers';
import {
  answer,
  begin,
  ifStored,
  inSnapshots,
  mustBeStored
} from './snapshot-requests';

type Name = keyof typeof SNAPSHOT_ENDPOINTS;

const PAGE = 50;

const EMPTY_PAGE = { items: [], next: null };

const EMPTY_STORE = {
  bytes: 0,
  limit: ROOM,
  count: 0,
  unreadable: [],
  recovered: []
};

/** What answers the routes of snapshots. */
export const SNAPSHOT_HANDLERS: Readonly<
  Record<Name, (call: Call) => Promise<Answer>>
> = {
  listSnapshots: call => {
    const { limit, next } = call.request.query;
    return ifStored(call, EMPTY_PAGE, ({ target, snapshots }) =>
      snapshots.list({
        notebook: target.isFolder
          ? null
          : pathIn(target.workspace, target.path),
        limit: typeof limit === 'number' ? limit : PAGE,
        next: typeof next === 'string' ? next : null
      })
    );
  },
  snapshotUsage: call =>
    ifStored(call, EMPTY_STORE, ({ snapshots }) => snapshots.usage()),
  createSnapshot: call => {
    const body = call.request.body as SnapshotRequest;
    const { message = '', take = [], name } = body;
    return begin(call, 'create', async ({ target, snapshots }, following) => {
      const notebook = target.isFolder
        ? null
        : pathIn(target.workspace, target.path);
      const wanted = { notebook, message, name };
      return withAlong(snapshots, target.workspace, take, () =>
        snapshots.create(wanted, following)
      );
    });
  },
  diffSnapshots: async call => {
    mustBeStored(call);
    const { from, to, limit } = call.request.query;
    return answer(call, ({ snapshots }) =>
      snapshots.diff(
        String(from),
        String(to),
        typeof limit === 'number' ? limit : LISTED
      )
    );
  },
  inspectSnapshot: async call => {
    const request = call.request.body as InspectRequest;
    const { url } = request;
    const { workspace } = targetOf(call);
    const { signal } = call.raw;
    if (isLink(checked(url)) && !call.engine.hasSnapshots(workspace)) {
      const { engine, root } = call;
      return {
        json: await engine.inspectLink(url, workspace, root, { signal })
      };
    }
    const holder = await holderOf(url, workspace, call.root);
    const notebook =
      holder === null || holder === workspace
        ? request.notebook
        : pathIn(call.root, holder);
    const body = { ...request, notebook };
    const there = { ...call, request: { ...call.request, body } };
    return answer(there, ({ opening }) => opening.inspect(url, { signal }));
  },
  restoreSnapshot: call => {
    const request = call.request.body as RestoreRequest;
    return begin(call, 'restore', ({ opening, workspace }, following) => {
      const open = () => opening.restore(request, following);
      return request.to === 'here' ? workspace.turns.write(open) : open();
    });
  },
  trustKey: async call => {
    const { key, name } = call.request.body as { key: string; name: string };
    await call.engine.trust(key, name);
    return {};
  },
  verifySnapshots: async call => {
    mustBeStored(call);
    return begin(call, 'verify', ({ snapshots }, following) =>
      snapshots.verify(following)
    );
  },
  recoverSnapshots: async call => {
    mustBeStored(call);
    const { choice } = call.request.body as RecoverRequest;
    return begin(call, 'recover', ({ snapshots, workspace }, following) =>
      workspace.turns.write(() => snapshots.recover(choice, following))
    );
  },
  pruneSnapshots: async call => {
    mustBeStored(call);
    return begin(call, 'prune', ({ snapshots }, following) =>
      snapshots.prune(call.request.query, following)
    );
  },
  getSnapshot: async call => {
    const id = stored(call);
    return answer(call, ({ snapshots }) => snapshots.get(id));
  },
  getSnapshotFile: async call => {
    const id = stored(call);
    return inSnapshots(call, async ({ snapshots }) => {
      const path = String(call.request.query.path);
      return bytes(await snapshots.file(id, path));
    });
  },
  listSnapshotFiles: async call => {
    const id = stored(call);
    return answer(call, ({ snapshots }) =>
      snapshots.folder(id, call.request.query)
    );
  },
  listSnapshotSecrets: async call => {
    const id = stored(call);
    return answer(call, ({ snapshots }) => snapshots.secrets(id));
  },
  resumeSnapshot: async call => {
    const id = stored(call);
    const request = call.request.body as ResumeRequest;
    return answer(call, ({ opening }) => opening.again(id, request));
  },
  keepSnapshot: async call => {
    const id = stored(call);
    const { name } = call.request.body as { name: string | null };
    return answer(call, ({ snapshots }) => snapshots.keep(id, name));
  },
  publishSnapshot: async call => {
    const id = stored(call);
    const body = call.request.body as { remote: string; secrets?: boolean };
    const remote = remoteFrom(call.root, body.remote);
    const withSecrets = body.secrets === true;
    return begin(call, 'publish', ({ snapshots }, following) =>
      snapshots.publish(id, { remote, withSecrets }, following)
    );
  },
  removeSnapshot: async call => {
    const id = stored(call);
    return inSnapshots(call, async ({ snapshots }) => {
      await snapshots.remove(id);
      return {};
    });
  },
  runFileChanges: call =>
    withRun(call, async ({ workspace, rename }, id) => ({
      json: await runChanges(
        await workspace.archive.view(rename, id),
        workspace.store.layout.workspace
      )
    })),
  getRunFile: call =>
    withRun(call, async ({ workspace, rename }, id) => {
      const { path, side } = call.request.query;
      const run = await workspace.archive.view(rename, id);
      const folder = workspace.store.layout.workspace;
      const from = side === 'now' ? 'now' : 'run';
      return bytes(await runFile(run, folder, String(path), from));
    }),
  applyRunFiles: call => {
    const { paths } = call.request.body as { paths: readonly string[] };
    return withRun(call, async ({ workspace, rename }, id) => {
      const run = await workspace.archive.view(rename, id);
      const start = workspace.startOf(id);
      return {
        json: workspace.operations.begin('apply', following =>
          workspace.turns.write(() =>
            workspace.applying().apply(run, start, paths, following)
          )
        )
      };
    });
  },
  getOperation: call =>
    inWorkspace(call, async ({ workspace }) => ({
      json: workspace.operations.get(call.request.params.operation ?? '')
    })),
  cancelOperation: call =>
    inWorkspace(call, async ({ workspace }) => ({
      json: workspace.operations.cancel(call.request.params.operation ?? '')
    })),
  ...REMOTE_HANDLERS
};

// The snapshot that a request is about, in a store that is there.
function stored(call: Call): string {
  mustBeStored(call);
  return call.request.params.snapshot ?? '';
}

function bytes(content: Buffer): Response {
  return new Response(new Uint8Array(content), {
    headers: { 'content-type': 'application/octet-stream' }
  });
}
