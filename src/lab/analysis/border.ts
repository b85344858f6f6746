import { wrap, type Endpoint } from 'comlink';

import type { AnalysisResult } from '../../core/view';
import { type Change, changeOf, withChange } from './change';
import type { IAnalysisService, IDraft, INotebookQuestions } from './service';

/**
 * The analysis as it is asked from elsewhere. Only what differs from the last time crosses: a
 * large notebook costs the page next to nothing, and what did not change stays the same object.
 */
export type IDistantService = INotebookQuestions<Change, Change>;

/** A service whose answers have to be waited for. */
export type Promised<S> = {
  readonly [K in keyof S]: S[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<R>
    : never;
};

/** The near side of `distantService`, which is exposed at the other end. */
export function reachService(end: Endpoint): Promised<IAnalysisService> {
  const distant = wrap<IDistantService>(end);
  const sent = new Map<number, IDraft>();
  const known = new Map<number, AnalysisResult>();
  const send = (key: number, draft: IDraft): Change => {
    const change = changeOf(sent.get(key), draft);
    sent.set(key, draft);
    return change;
  };
  return {
    analyse: async (key, draft) => {
      const change = await distant.analyse(key, send(key, draft));
      const analysis = withChange(known.get(key), change) as AnalysisResult;
      known.set(key, analysis);
      return analysis;
    },
    compile: (key, draft) => distant.compile(key, send(key, draft)),
    suggest: (key, draft) => distant.suggest(key, send(key, draft)),
    explain: (key, draft, edge) => distant.explain(key, send(key, draft), edge),
    trace: (key, draft, variable) =>
      distant.trace(key, send(key, draft), variable),
    forget: async key => {
      sent.delete(key);
      known.delete(key);
      await distant.forget(key);
    }
  };
}
