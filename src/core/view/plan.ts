import type { RunSummary } from '../api/types';
import type { Diagnostic } from '../diagnostic';
import { activeSeconds } from './time';
import type { AnalysisResult, RunPlan } from './types';

/**
 * What pressing Run would do. `history` are runs of the notebook, newest first; the last
 * whole one tells how long it may take.
 */
export function runPlan(
  analysis: AnalysisResult,
  history: readonly RunSummary[]
): RunPlan {
  const steps = analysis.flow.steps.length || analysis.notebook.steps.length;
  return {
    steps,
    blocker: firstError(analysis.diagnostics),
    seconds: lastDuration(history, steps)
  };
}

function firstError(diagnostics: readonly Diagnostic[]): Diagnostic | null {
  return diagnostics.find(({ severity }) => severity === 'error') ?? null;
}

function lastDuration(
  history: readonly RunSummary[],
  steps: number
): number | null {
  const whole = history.find(
    run => run.state === 'succeeded' && run.total === steps
  );
  return whole ? activeSeconds(whole) : null;
}
