import type { TranslationBundle } from '@jupyterlab/translation';

import type { Severity } from '../../core/diagnostic';
import { METRICS_STEP } from '../../core/notebook/types';
import type { Role, StepName } from '../../core/notebook/types';
import type { ProblemView, Reason, StepViewState } from '../../core/view';

/** A state in a word. */
export function stateWord(
  state: StepViewState,
  trans: TranslationBundle
): string {
  switch (state) {
    case 'never':
      return trans.__('not run yet');
    case 'queued':
      return trans.__('waiting');
    case 'running':
      return trans.__('running');
    case 'retry':
      return trans.__('waiting to try again');
    case 'done':
      return trans.__('done');
    case 'reused':
      return trans.__('reused');
    case 'failed':
      return trans.__('failed');
    case 'skipped':
      return trans.__('skipped');
    case 'stopped':
      return trans.__('stopped');
  }
}

/** Why a step is in its state, in few words; empty when there is nothing to add. */
export function reasonWords(
  reason: Reason | null,
  trans: TranslationBundle
): string {
  if (reason === null) {
    return '';
  }
  switch (reason.kind) {
    case 'waits':
      return trans.__('waits for %1', stepTitles(reason.steps, trans));
    case 'ready':
      return trans.__('waits for a free place');
    case 'new':
      return trans.__('new');
    case 'reused':
      return trans.__('reused');
    case 'not-run':
      return trans.__('not run');
    case 'error':
      return reason.name;
    case 'said':
      return reason.text;
  }
}

/** The whole story behind {@link reasonWords}, for a tooltip; empty when that says it all. */
export function reasonStory(reason: Reason | null): string {
  switch (reason?.kind) {
    case 'error':
      return `${reason.name}: ${reason.message}`;
    case 'not-run':
      return reason.text ?? '';
    case undefined:
    case 'waits':
    case 'ready':
    case 'new':
    case 'reused':
    case 'said':
      return '';
  }
}

/** The name of a step as people see it; that of the metrics cells is called as they are. */
export function stepTitle(name: StepName, trans: TranslationBundle): string {
  return name === METRICS_STEP ? roleWord('metrics', trans) : name;
}

/** Names of steps in a row. */
export function stepTitles(
  names: readonly StepName[],
  trans: TranslationBundle
): string {
  return names.map(name => stepTitle(name, trans)).join(', ');
}

/** How many problems of each kind there are, the gravest first; empty when there are none. */
export function problemWords(
  problems: readonly ProblemView[],
  trans: TranslationBundle
): string {
  const count = (severity: Severity): number =>
    problems.filter(({ diagnostic }) => diagnostic.severity === severity)
      .length;
  const [errors, warnings, notes] = [
    count('error'),
    count('warning'),
    count('info')
  ];
  return [
    errors > 0 ? trans._n('%1 error', '%1 errors', errors) : '',
    warnings > 0 ? trans._n('%1 warning', '%1 warnings', warnings) : '',
    notes > 0 ? trans._n('%1 note', '%1 notes', notes) : ''
  ]
    .filter(part => part !== '')
    .join(', ');
}

/** The name of a role. */
export function roleWord(role: Role, trans: TranslationBundle): string {
  switch (role) {
    case 'step':
      return trans.__('Step');
    case 'parameters':
      return trans.__('Parameters');
    case 'metrics':
      return trans.__('Metrics');
    case 'imports':
      return trans.__('Imports');
    case 'functions':
      return trans.__('Functions');
    case 'skip':
      return trans.__('Skip');
  }
}
