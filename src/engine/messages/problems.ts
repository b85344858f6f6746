import type { Problem, RunState } from '../../core/api/types';
import type { Diagnostic } from '../../core/diagnostic';
import { problem } from './problem';

// What the engine answers when it refuses a request, one function for each code.

export const unauthorized = () =>
  problem(
    401,
    'unauthorized',
    'Not allowed',
    'The request has no valid token.'
  );

export const wrongHost = (host: string) =>
  problem(
    403,
    'wrong_host',
    'Not allowed',
    `The engine does not answer to the name ${host}.`
  );

export const unknownRoute = (path: string) =>
  problem(404, 'unknown_route', 'Not found', `There is nothing at ${path}.`);

export const badRequest = (detail: string) =>
  problem(400, 'bad_request', 'Wrong request', detail);

export const wholeFileSystem = (folder: string) =>
  problem(
    422,
    'whole_file_system',
    'No workspace',
    `${folder} is the whole file system, and no workspace.`,
    'Put the notebook into a folder of its own.'
  );

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

/**
 * `holder` is the nearest folder that could hold workspace and files, null when there is no
 * sensible one; `marker` is what makes the workspace one now.
 */
export const filesOutside = (
  uses: readonly { readonly step: string; readonly path: string }[],
  workspace: string,
  {
    holder,
    marker
  }: { readonly holder: string | null; readonly marker: string | null }
) => {
  const reads = uses.map(({ step, path }) => `step ${step} reads ${path}`);
  const files = uses.length === 1 ? 'file' : 'files';
  const keep = `keep the ${files} in ${workspace}, beside the notebook`;
  const make =
    marker === null
      ? `run git init in ${holder}, or make a folder .kalette there`
      : `make a folder .kalette in ${holder} and remove the one in ${workspace}, which holds the runs up to now`;
  const isFixed = marker !== null && marker !== '.kalette';
  const hint = holder === null || isFixed ? keep : `${make}; or ${keep}`;
  return problem(
    422,
    'files_outside',
    'Files outside the workspace',
    `${sentence(reads.join(', '))}, outside the workspace ${workspace}. A run sees a copy of the workspace and nothing around it.`,
    `${sentence(hint)}.`
  );
};

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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

const wrongState = (detail: string, hint: string) =>
  problem(409, 'wrong_state', 'Not possible now', detail, hint);

// What a run is at, as the rest of a sentence.
const AT: Readonly<Record<RunState, string>> = {
  queued: 'has not begun yet',
  running: 'is still running',
  paused: 'is paused',
  cancelling: 'is being cancelled already',
  succeeded: 'has succeeded already',
  failed: 'has failed already',
  cancelled: 'was cancelled already',
  interrupted: 'was interrupted'
};

export const notCancelled = (run: number, state: RunState) =>
  wrongState(
    `Run ${run} ${AT[state]}, so it cannot be cancelled.`,
    'It does not run any more.'
  );

export const notContinued = (run: number, state: RunState) =>
  wrongState(
    `Run ${run} ${AT[state]}, so it cannot be continued.`,
    'Only an interrupted run can be; start a new one.'
  );

export const notRemoved = (run: number) =>
  wrongState(
    `Run ${run} has not come to rest yet, so it cannot be removed.`,
    'Cancel it first, or wait for its end.'
  );

export const startLost = () =>
  problem(
    409,
    'start_lost',
    'Not possible any more',
    'The files that the run began with are gone or were changed.',
    'Start a new run.'
  );

export const internal = (detail: string) =>
  problem(500, 'internal', 'Internal error', detail);
