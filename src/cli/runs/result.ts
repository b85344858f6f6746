import type { Run, RunState, RunStep, StepState } from '../../core/api/types';
import { EXIT } from '../exit';
import { frameLines } from './frames';
import { colors, duration, table, tell, valueText } from '../printing';
import * as texts from '../texts';

/** States as the command's JSON knows them: final words only. */
const FINAL: Readonly<Record<StepState, string>> = {
  waiting: 'skipped',
  ready: 'skipped',
  running: 'cancelled',
  retrying: 'failed',
  joined: 'cached',
  cached: 'cached',
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  interrupted: 'cancelled'
};

/** The document of `run --json`. */
export function runDocument(run: Run): unknown {
  const { id, number, state, parameters, metrics, startedAt, endedAt } = run;
  return {
    version: 1,
    run: {
      id,
      number,
      state,
      parameters,
      metrics,
      startedAt,
      endedAt,
      seconds: run.seconds ?? null,
      error: run.error,
      files: run.files,
      steps: run.steps.map(step => ({
        name: step.name,
        state: FINAL[step.state],
        seconds: step.seconds,
        attempts: step.attempts,
        error: step.error,
        snapshot: step.snapshot,
        report: step.report
      }))
    }
  };
}

/** A run as people read it. */
export function runText(run: Run): string {
  const lines = [
    `${colors.bold(`Run ${run.number}`)} of ${run.notebook}: ${paint(run.state)}`,
    table(
      ['step', 'state', 'time', 'tries'],
      run.steps.map(step => [
        step.name,
        paint(step.state),
        duration(step.seconds),
        step.attempts > 1 ? String(step.attempts) : ''
      ])
    ),
    ...run.steps.flatMap(({ name, snapshot: { unsaved = [] } }) =>
      unsaved.length === 0 ? [] : texts.overBudget(name, unsaved)
    )
  ];
  const pairs = (
    title: string,
    values: Readonly<Record<string, unknown>>,
    floats: readonly string[] = []
  ) => {
    const rows = Object.entries(values).map(([name, value]) => [
      name,
      valueText(value, floats.includes(name))
    ]);
    if (rows.length > 0) {
      lines.push('', table([title, 'value'], rows));
    }
  };
  pairs('parameter', run.parameters, run.floats?.parameters);
  pairs('metric', run.metrics, run.floats?.metrics);
  return lines.join('\n');
}

/** What went wrong and which files were written, to standard error. */
export function tellEnd(notebook: string, run: Run): void {
  run.steps.forEach(step => {
    if (step.error) {
      tell(errorText(notebook, step));
    }
  });
  if (run.files) {
    tell(texts.filesChanged(run.files.total, run.files.folder));
    run.files.items.forEach(({ path, change }) => tell(`  ${change} ${path}`));
  }
}

/** Exit code for a run at rest. */
export function exitOfRun(state: RunState): number {
  return state === 'succeeded' ? EXIT.done : EXIT.failed;
}

/** A state in its colour. */
export function paint(state: RunState | StepState): string {
  if (state === 'succeeded' || state === 'cached') {
    return colors.green(state);
  }
  if (state === 'cancelled' || state === 'interrupted') {
    return colors.yellow(state);
  }
  return state === 'failed' ? colors.red(state) : state;
}

function errorText(notebook: string, { name, error, report }: RunStep): string {
  if (!error) {
    return '';
  }
  const place = [
    notebook,
    ...(error.index === null ? [] : [`cell ${error.index + 1}`]),
    ...(error.line === null ? [] : [error.line, error.column ?? 1])
  ].join(':');
  return [
    `${place}: error ${error.code ?? error.name}: step ${name}: ${error.message}`,
    ...frameLines(error.traceback).map(line => `  ${line}`),
    ...(error.hint ? [`  ${error.hint}`] : []),
    ...(report ? [`  Executed notebook: ${report}`] : [])
  ].join('\n');
}
