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
  getEvents: { method: 'GET', path: '/events' }
} as const;

export type EndpointName = keyof typeof ENDPOINTS;
