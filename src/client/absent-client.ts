import type { Problem } from '../core/api/types';
import { type EngineClient, EngineError } from './engine-client';

/**
 * The client where no engine can be, as in JupyterLite: everything rejects with the code
 * `unreachable` and with `remedy`, which says what to do instead.
 */
export function createAbsentClient(
  detail: string,
  remedy: string
): EngineClient {
  const problem: Problem = {
    type: 'about:blank',
    title: 'No engine',
    status: 0,
    code: 'unreachable',
    detail,
    hint: remedy
  };
  const refuse = () => Promise.reject(new EngineError(problem));
  return {
    health: refuse,
    startRun: refuse,
    listRuns: refuse,
    run: refuse,
    cancelRun: refuse,
    resumeRun: refuse,
    removeRun: refuse,
    logs: refuse,
    report: refuse,
    events: () => ({
      [Symbol.asyncIterator]: () => ({ next: refuse })
    })
  };
}
