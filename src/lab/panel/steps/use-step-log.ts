import * as React from 'react';

import { EngineError } from '../../../client/engine-client';
import { appendLines, shownState, type LogTail } from '../../../core/view';
import type { RunsModel } from '../../runs/runs-model';

const EMPTY: LogTail = { lines: [], dropped: 0 };

/** Lines that are asked of the engine; the panel shows fewer. */
const LINES = 20;

/**
 * The last lines of a step of the run that is shown. Those of a run that was not followed
 * here, as after a reload, are asked of the engine once the step is over; before that its
 * events bring them. `null` while there are none.
 */
export function useStepLog(
  runs: RunsModel,
  step: string | null
): LogTail | null {
  const { progress } = runs.state;
  const run = progress?.run.id ?? null;
  const live = progress?.logs.get(step ?? '') ?? null;
  const state = progress?.run.steps.find(({ name }) => name === step)?.state;
  const isOver = state !== undefined && OVER.has(shownState(state));
  const isAsked = live === null && isOver;
  const key = JSON.stringify([run, step, state]);
  const [read, setRead] = React.useState({ key: '', log: EMPTY });
  React.useEffect(() => {
    if (!isAsked || run === null || step === null) {
      return;
    }
    let isLeft = false;
    runs.logs(run, step, LINES).then(
      lines => {
        if (!isLeft) {
          setRead({ key, log: appendLines(EMPTY, lines) });
        }
      },
      (error: unknown) => {
        // The page of the step says what is wrong; here are only lines or none.
        if (!(error instanceof EngineError)) {
          throw error;
        }
      }
    );
    return () => {
      isLeft = true;
    };
  }, [runs, run, step, isAsked, key]);
  return live ?? (read.key === key ? read.log : null);
}

/** What steps have come to that ran, here or in an earlier run. */
const OVER: ReadonlySet<ReturnType<typeof shownState>> = new Set([
  'done',
  'reused',
  'failed',
  'stopped'
]);
