import type { StepError } from '../../core/api/types';

// Failures of a step that the engine sees and the step itself cannot tell.

const stepError = (
  kind: string,
  name: string,
  message: string,
  hint: string | null,
  cell: string | null = null
): StepError => ({
  kind,
  name,
  message,
  cell,
  index: null,
  line: null,
  column: null,
  traceback: [],
  ansi: '',
  hint
});

export const conflictingFiles = (
  path: string,
  [a, b]: readonly [string, string]
): StepError =>
  stepError(
    'conflict',
    'FileConflict',
    `Steps ${a} and ${b} run side by side and left ${path} differently.`,
    `Write to different files, or let one step wait for the other with the tag prev:${a}.`
  );

/** Where a piece of the notebook's code stands. */
interface Place {
  readonly cell: string;
  readonly index: number;
  readonly line: number | null;
  readonly column?: number | null;
}

/** DF901, as the interpreter says it that runs the step. */
export const doesNotCompile = (
  message: string,
  { cell, index, line, column = null }: Place
): StepError => ({
  ...stepError(
    'syntax',
    'SyntaxError',
    message,
    'Correct the cell; no step was started.',
    cell
  ),
  index,
  line,
  column,
  code: 'DF901'
});

/** What to do about a name that other code of the notebook binds; `step` is null for no step. */
export const boundElsewhere = (
  name: string,
  index: number,
  step: string | null,
  isLater: boolean
): string =>
  isLater
    ? `Cell ${index + 1}${step === null ? '' : `, in step ${step},`} defines \`${name}\`, and runs after this one: move it up.`
    : `Cell ${index + 1}${step === null ? '' : `, in step ${step},`} defines \`${name}\`, but nothing in this step shows that it is used. Mention \`${name}\` in the step by its name, and it is handed on.`;

/** DF902, with the message of the analysis. */
export const readsDifferently = (
  message: string,
  hint: string | null,
  { cell, index, line }: Place
): StepError => ({
  ...stepError('syntax', 'Misreading', message, hint, cell),
  index,
  line,
  code: 'DF902'
});

export const timedOut = (seconds: number, cell: string | null): StepError =>
  stepError(
    'timeout',
    'Timeout',
    `The step did not end within ${seconds} s.`,
    'Give it more time in its settings, or less to do.',
    cell
  );

/** Where a step was when its process ended. */
export interface Whereabouts {
  /** The cell that ran, or that made what was being saved. */
  readonly cell: string | null;
  /** Names of the variables that were being saved. */
  readonly saving: readonly string[];
}

export const killedBySignal = (signal: string, at: Whereabouts): StepError =>
  stepError(
    'signal',
    signal,
    `The step's process was killed by ${signal}${whileSaving(at)}.`,
    signal === 'SIGKILL'
      ? 'The system kills processes when memory runs out.'
      : withoutIt('Native code crashed: look at the end of the log.', at),
    at.cell
  );

export const outOfMemory = (peak: number, cell: string | null): StepError =>
  stepError(
    'oom',
    'OutOfMemory',
    `The system ran out of memory and killed the step, which held ${(peak / 2 ** 30).toFixed(1)} GiB.`,
    'Let it work on less at once, or run fewer steps side by side by setting memory: in its resources.',
    cell
  );

export const endedSilently = (
  code: number | null,
  at: Whereabouts
): StepError =>
  stepError(
    'lost',
    'Exit',
    `The step's process ended with exit code ${code ?? 'unknown'}${whileSaving(at) || ' before the step was done'}.`,
    withoutIt('Code that calls os._exit() ends the whole step.', at),
    at.cell
  );

function whileSaving({ saving }: Whereabouts): string {
  return saving.length === 0
    ? ''
    : ` while it saved ${saving.map(name => `\`${name}\``).join(', ')}`;
}

/** Only what a later step receives is saved before the step has ended. */
function withoutIt(hint: string, { saving }: Whereabouts): string {
  return saving.length === 0
    ? hint
    : `${hint} Make the value anew in the step that uses it, or use it in this one.`;
}

/** The error of the last of several tries. */
export const afterTries = (error: StepError, tries: number): StepError => ({
  ...error,
  message: `${error.message.trim().replace(/([^.!?])$/, '$1.')} The step was tried ${tries === 2 ? 'twice' : `${tries} times`}.`
});

/** Why a variable is not in the snapshot of a step that ended without a word; part of a sentence. */
export const lostWithStep = (): string =>
  'the step ended before it could be saved';

/** As {@link lostWithStep}, when the process ended while others of a step that was done were saved. */
export const lostWithProcess = (names: readonly string[]): string =>
  `the process of the step ended while it saved ${names.map(name => `\`${name}\``).join(', ')}, before this`;

/** As {@link lostWithStep}, of what was being saved, whoever ended the process. */
export const endsProcess = (): string =>
  'the process of the step ended while it was saved';

/** A remark about a step whose cells have run. */
export const savesLong = (step: string, names: readonly string[]): string =>
  `${step} still saves ${names.map(name => `\`${name}\``).join(', ')} for later steps. A type whose pickling does not end keeps it there; stopping the run is possible.`;

/** A remark about a step that had ended, whoever ended its process. */
export const notKeptAlive = (names: readonly string[]): string =>
  `The process of the step ended while it saved ${names.map(name => `\`${name}\``).join(', ')} for the snapshot, which lacks what had not been saved by then. The result of the step stands.`;

export const workerLost = (why: string, cell: string | null): StepError =>
  stepError(
    'lost',
    'WorkerLost',
    `The worker of the step is gone: ${why}`,
    null,
    cell
  );

export const hostFailed = (python: string, why: string): StepError =>
  stepError(
    'environment',
    'NoWorker',
    `${python} did not start a worker: ${why}`,
    'Check that this Python runs; Python 3.9 or newer is needed.'
  );

export const noGpu = (asked: number, there: number): StepError =>
  stepError(
    'environment',
    'NoGpu',
    `The step asks for ${asked} GPUs; this machine has ${there}.`,
    'Run it where there are enough, or change the resources of the step.'
  );

export const internalFailure = (message: string): StepError =>
  stepError('internal', 'InternalError', message, null);
