import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

/** Nobody waits longer than this for what can wait, in milliseconds. */
const LATEST = 500;

/** Does something once the page has nothing else to do; disposing of it calls it off. */
export function whenIdle(action: () => void): IDisposable {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(action, 0);
    return new DisposableDelegate(() => clearTimeout(timer));
  }
  const handle = requestIdleCallback(action, { timeout: LATEST });
  return new DisposableDelegate(() => cancelIdleCallback(handle));
}
