import type { Problem, StepError } from '../core/api/types';
import type { Diagnostic } from '../core/diagnostic';
import type { KernelProblem } from './kernels/find';

/** Every text of the engine that a person may read, one function each. */

function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  hint?: string
): Problem {
  return {
    type: 'about:blank',
    title,
    status,
    code,
    detail,
    ...(hint === undefined ? {} : { hint })
  };
}

export const unauthorized = () =>
  problem(
    401,
    'unauthorized',
    'Not allowed',
    'The request has no valid token.'
  );

export const unknownRoute = (path: string) =>
  problem(404, 'unknown_route', 'Not found', `There is nothing at ${path}.`);

export const badRequest = (detail: string) =>
  problem(400, 'bad_request', 'Wrong request', detail);

export const outsideRoot = (path: string) =>
  problem(
    403,
    'outside_root',
    'Outside the served folder',
    `${path} is not in the folder that is served.`
  );

export const notebookMissing = (path: string) =>
  problem(
    404,
    'notebook_missing',
    'No such notebook',
    `${path} does not exist.`,
    'Check the path.'
  );

export const notebookUnreadable = (path: string, why: string) =>
  problem(
    422,
    'notebook_unreadable',
    'Not a notebook',
    `${path} is not a notebook: ${why}.`,
    'Open and save it in JupyterLab.'
  );

export const notebookErrors = (
  path: string,
  diagnostics: readonly Diagnostic[]
): Problem => {
  const errors = diagnostics.filter(item => item.severity === 'error').length;
  return {
    ...problem(
      422,
      'notebook_errors',
      'The notebook has errors',
      `${path} has ${errors === 1 ? 'an error' : `${errors} errors`}, so it cannot run.`,
      'Correct what the diagnostics name.'
    ),
    diagnostics
  };
};

export const noSteps = (
  path: string,
  diagnostics: readonly Diagnostic[]
): Problem => ({
  ...problem(
    422,
    'no_steps',
    'Nothing to run',
    `${path} has no steps.`,
    'Tag at least one cell with step:NAME.'
  ),
  diagnostics
});

export const wrongParameter = (
  name: string,
  type: string,
  cell: number | null,
  value: unknown
) =>
  problem(
    422,
    'parameter',
    'Wrong parameter',
    `Parameter ${name} is of type ${type}${cell === null ? '' : ` (cell ${cell + 1})`}; ${JSON.stringify(value)} is not.`
  );

export const unknownParameter = (name: string, known: readonly string[]) =>
  problem(
    422,
    'parameter',
    'Unknown parameter',
    `The notebook has no parameter ${name}.`,
    known.length > 0
      ? `It has: ${known.join(', ')}.`
      : 'Tag a cell with pipeline-parameters to have some.'
  );

export const unknownStep = (name: string, known: readonly string[]) =>
  problem(
    422,
    'unknown_step',
    'Unknown step',
    `There is no step ${name}.`,
    `Steps: ${known.join(', ')}.`
  );

export const noRun = (id: string) =>
  problem(404, 'no_run', 'No such run', `There is no run ${id}.`);

export const noReport = (step: string) =>
  problem(
    404,
    'no_report',
    'No report',
    `Step ${step} has not started, so it has no executed notebook.`
  );

export const wrongState = (verb: string, state: string, hint: string) =>
  problem(
    409,
    'wrong_state',
    'Not possible now',
    `The run is ${state}; it cannot be ${verb}.`,
    hint
  );

export const startLost = () =>
  problem(
    409,
    'start_lost',
    'Not possible any more',
    'The files that the run began with are gone or were changed.',
    'Start a new run.'
  );

export const kernelProblem = (
  name: string | null,
  found: KernelProblem
): Problem => {
  const title = 'No Python to run the steps';
  switch (found.kind) {
    case 'missing':
      return problem(
        424,
        'kernel',
        title,
        `There is no kernel ${name ?? 'python3'} on this machine.`,
        `${found.known.length > 0 ? `Choose one of: ${found.known.join(', ')}. Or install` : 'Install'} it: pip install ipykernel, then python -m ipykernel install --user --name ${name ?? 'python3'}.`
      );
    case 'language':
      return problem(
        424,
        'kernel',
        title,
        `The kernel ${name ?? ''} is for ${found.language}; steps run in Python only.`,
        'Choose a Python kernel for the notebook.'
      );
    case 'broken':
      return problem(
        424,
        'kernel',
        title,
        `The kernel ${name ?? ''} starts ${found.command === '' ? 'nothing' : found.command}, which is no Python on this machine (${found.file}).`,
        'Install the kernel again from the environment that it belongs to.'
      );
  }
};

export const noRuntime = (folder: string) =>
  problem(
    500,
    'installation',
    'Kalette is not installed whole',
    `The runtime of the steps is not in ${folder}.`,
    'Install the package kalette again.'
  );

export const storeNewer = (version: string) =>
  problem(
    503,
    'store_newer',
    'Written by a newer release',
    `The store .kalette has version ${version}, which this release cannot read.`,
    'Update the package kalette.'
  );

export const storeUnusable = (folder: string, why: string) =>
  problem(
    503,
    'store',
    'The store cannot be used',
    `${folder}: ${why}.`,
    'Check that the folder can be written and that the disk is not full.'
  );

export const storeTaken = (host: string, pid: number) =>
  problem(
    503,
    'store_taken',
    'In use elsewhere',
    `Another engine uses this workspace: process ${pid} on ${host}. It cannot be reached from here.`,
    'End it, or work on that machine. No lock is ever broken.'
  );

export const internal = (detail: string) =>
  problem(500, 'internal', 'Internal error', detail);

export const databaseMovedAside = (file: string) =>
  `The database was damaged. It was moved to ${file}, and the list of runs was made again from the run folders.`;

// What becomes of steps.

export const skippedBecause = (step: string, state: string) =>
  `Step ${step} was ${state}.`;

export const failedBefore = (step: string) => `Step ${step} failed.`;

export const notSelected = (until: string) =>
  `The run was asked to stop at step ${until}.`;

export const runCancelled = () => 'The run was cancelled.';

export const runFailed = (step: string, error: StepError | null) =>
  error
    ? `Step ${step} failed: ${error.name}: ${error.message}`
    : `Step ${step} failed.`;

export const willRetry = (attempt: number, seconds: number) =>
  `Attempt ${attempt} failed; the next one starts in ${seconds.toFixed(1)} s.`;

export const linkedFile = (path: string) =>
  `${path} is larger than 1 GiB: it is linked, not copied. What a step writes to it changes the original.`;

export const unreadableFile = (path: string) =>
  `${path} could not be read, and is missing in the run.`;

export const finalConflict = (path: string, steps: readonly [string, string]) =>
  `Steps ${steps[0]} and ${steps[1]} both wrote ${path}, with different content; that of ${steps[0]} is listed.`;

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

export const timedOut = (seconds: number, cell: string | null): StepError =>
  stepError(
    'timeout',
    'Timeout',
    `The step did not end within ${seconds} s.`,
    'Give it more time in its settings, or less to do.',
    cell
  );

export const killedBySignal = (
  signal: string,
  cell: string | null
): StepError =>
  stepError(
    'signal',
    signal,
    `The step's process was killed by ${signal}.`,
    signal === 'SIGKILL'
      ? 'The system kills processes when memory runs out.'
      : 'Native code crashed: look at the end of the log.',
    cell
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
  cell: string | null
): StepError =>
  stepError(
    'lost',
    'Exit',
    `The step's process ended with exit code ${code ?? 'unknown'} before the step was done.`,
    'Code that calls os._exit() ends the whole step.',
    cell
  );

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
