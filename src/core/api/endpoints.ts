/** Method and path of each route about snapshots that lie elsewhere. */
export const REMOTE_ENDPOINTS = {
  withdrawSnapshot: { method: 'POST', path: '/snapshots/withdraw' },
  fetchSnapshot: { method: 'POST', path: '/snapshots/fetch' },
  listSubscriptions: { method: 'GET', path: '/snapshots/subscriptions' },
  subscribe: { method: 'POST', path: '/snapshots/subscriptions' },
  unsubscribe: { method: 'DELETE', path: '/snapshots/subscriptions' },
  pollSubscriptions: { method: 'POST', path: '/snapshots/subscriptions/poll' }
} as const;

/** Snapshots, and what takes a while. */
export const SNAPSHOT_ENDPOINTS = {
  listSnapshots: { method: 'GET', path: '/snapshots' },
  createSnapshot: { method: 'POST', path: '/snapshots' },
  snapshotUsage: { method: 'GET', path: '/snapshots/usage' },
  diffSnapshots: { method: 'GET', path: '/snapshots/diff' },
  inspectSnapshot: { method: 'POST', path: '/snapshots/inspect' },
  restoreSnapshot: { method: 'POST', path: '/snapshots/restore' },
  trustKey: { method: 'POST', path: '/snapshots/trust' },
  verifySnapshots: { method: 'POST', path: '/snapshots/verify' },
  recoverSnapshots: { method: 'POST', path: '/snapshots/recover' },
  pruneSnapshots: { method: 'POST', path: '/snapshots/prune' },
  ...REMOTE_ENDPOINTS,
  getSnapshot: { method: 'GET', path: '/snapshots/{snapshot}' },
  listSnapshotFiles: { method: 'GET', path: '/snapshots/{snapshot}/files' },
  listSnapshotSecrets: { method: 'GET', path: '/snapshots/{snapshot}/secrets' },
  resumeSnapshot: { method: 'POST', path: '/snapshots/{snapshot}/resume' },
  getSnapshotFile: { method: 'GET', path: '/snapshots/{snapshot}/file' },
  keepSnapshot: { method: 'POST', path: '/snapshots/{snapshot}/keep' },
  publishSnapshot: { method: 'POST', path: '/snapshots/{snapshot}/publish' },
  removeSnapshot: { method: 'DELETE', path: '/snapshots/{snapshot}' },
  runFileChanges: { method: 'GET', path: '/runs/{run}/changes' },
  getRunFile: { method: 'GET', path: '/runs/{run}/file' },
  applyRunFiles: { method: 'POST', path: '/runs/{run}/changes' },
  getOperation: { method: 'GET', path: '/operations/{operation}' },
  cancelOperation: { method: 'DELETE', path: '/operations/{operation}' }
} as const;

/**
 * Method and path of every route, without the schemas, so that a browser need not load them.
 * `{name}` is a part of the path.
 */
export const ENDPOINTS = {
  health: { method: 'GET', path: '/health' },
  analyse: { method: 'POST', path: '/analyses' },
  moveRuns: { method: 'POST', path: '/runs/move' },
  startRun: { method: 'POST', path: '/runs' },
  listRuns: { method: 'GET', path: '/runs' },
  getRun: { method: 'GET', path: '/runs/{run}' },
  cancelRun: { method: 'POST', path: '/runs/{run}/cancel' },
  resumeRun: { method: 'POST', path: '/runs/{run}/resume' },
  removeRun: { method: 'DELETE', path: '/runs/{run}' },
  getLogs: { method: 'GET', path: '/runs/{run}/steps/{step}/logs' },
  getReport: { method: 'GET', path: '/runs/{run}/steps/{step}/report' },
  getEvents: { method: 'GET', path: '/events' },
  ...SNAPSHOT_ENDPOINTS
} as const;

export type EndpointName = keyof typeof ENDPOINTS;
