import type { EndpointName } from '../core/api/endpoints';
import { type Parts, readJson } from './http-request';
import type { NotebookScope } from './scope';
import type { SnapshotClient } from './snapshot-client';

/** Snapshots of an engine behind HTTP; `call` carries a request. */
export function httpSnapshots(
  call: (name: EndpointName, parts?: Parts) => Promise<Response>
): SnapshotClient {
  const json = async <T>(name: EndpointName, parts?: Parts): Promise<T> =>
    readJson<T>(await call(name, parts));
  const onSnapshot = ({ notebook }: NotebookScope, snapshot: string) => ({
    params: { snapshot },
    query: { notebook }
  });
  const onRun = ({ notebook }: NotebookScope, run: string) => ({
    params: { run },
    query: { notebook }
  });
  const onOperation = ({ notebook }: NotebookScope, operation: string) => ({
    params: { operation },
    query: { notebook }
  });
  return {
    list: ({ notebook }, page = {}) =>
      json('listSnapshots', { query: { notebook, ...page } }),
    usage: ({ notebook }) => json('snapshotUsage', { query: { notebook } }),
    get: (scope, id) => json('getSnapshot', onSnapshot(scope, id)),
    diff: ({ notebook }, from, to, { limit } = {}) =>
      json('diffSnapshots', { query: { notebook, from, to, limit } }),
    file: async ({ notebook }, snapshot, path) => {
      const query = { notebook, path };
      const params = { snapshot };
      return (await call('getSnapshotFile', { params, query })).blob();
    },
    folder: ({ notebook }, snapshot, { recursive, ...page } = {}) =>
      json('listSnapshotFiles', {
        params: { snapshot },
        query: { notebook, ...page, recursive: recursive ? 'true' : undefined }
      }),
    create: body => json('createSnapshot', { body }),
    inspect: ({ notebook }, url, signal) =>
      json('inspectSnapshot', {
        body: { notebook, url },
        ...(signal && { signal })
      }),
    restore: body => json('restoreSnapshot', { body }),
    resume: (scope, id, body) =>
      json('resumeSnapshot', { ...onSnapshot(scope, id), body }),
    trust: async (key, name) => {
      await call('trustKey', { body: { key, name } });
    },
    keep: (scope, id, name) =>
      json('keepSnapshot', { ...onSnapshot(scope, id), body: { name } }),
    secrets: (scope, id) => json('listSnapshotSecrets', onSnapshot(scope, id)),
    publish: (scope, id, remote, allowed = {}) =>
      json('publishSnapshot', {
        ...onSnapshot(scope, id),
        body: { remote, ...allowed }
      }),
    remove: async (scope, id) => {
      await call('removeSnapshot', onSnapshot(scope, id));
    },
    withdraw: ({ notebook }, snapshot, remote) =>
      json('withdrawSnapshot', { body: { notebook, snapshot, remote } }),
    fetch: ({ notebook }, url) =>
      json('fetchSnapshot', { body: { notebook, url } }),
    subscriptions: ({ notebook }) =>
      json('listSubscriptions', { query: { notebook } }),
    subscribe: ({ notebook }, remote, bucket) =>
      json('subscribe', { body: { notebook, remote, bucket } }),
    unsubscribe: async ({ notebook }, remote, bucket) => {
      await call('unsubscribe', { body: { notebook, remote, bucket } });
    },
    poll: ({ notebook }) => json('pollSubscriptions', { query: { notebook } }),
    verify: ({ notebook }) => json('verifySnapshots', { query: { notebook } }),
    recover: ({ notebook }, choice) =>
      json('recoverSnapshots', { body: { notebook, choice } }),
    prune: ({ notebook }, { keepLast, maxBytes, dryRun } = {}) =>
      json('pruneSnapshots', {
        query: {
          notebook,
          keepLast,
          maxBytes,
          dryRun: dryRun ? 'true' : undefined
        }
      }),
    runChanges: (scope, run) => json('runFileChanges', onRun(scope, run)),
    runFile: async ({ notebook }, run, path, side) => {
      const query = { notebook, path, side };
      return (await call('getRunFile', { params: { run }, query })).blob();
    },
    applyRunFiles: (scope, run, paths) =>
      json('applyRunFiles', { ...onRun(scope, run), body: { paths } }),
    operation: (scope, id) => json('getOperation', onOperation(scope, id)),
    cancel: (scope, id) => json('cancelOperation', onOperation(scope, id))
  };
}
