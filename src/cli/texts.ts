import type { Difference, Verification } from '../engine/verify/types';

/** What the command line says by itself; diagnostics and problems bring their own texts. */

export const filesChanged = (count: number, folder: string) =>
  `${count === 1 ? '1 file was' : `${count} files were`} written by the run, in ${folder}. The workspace itself is unchanged.`;

/** The run has seen cells change variables; `cells` count from 1. */
export const changesNoted = (
  notebook: string,
  changes: readonly (readonly [cell: number | null, names: readonly string[]])[]
) => `Noted in ${notebook} that ${changesText(changes)}. Run it again.`;

/** As before, where the notebook was not written. */
export const changesNotNoted = (
  notebook: string,
  changes: readonly (readonly [
    cell: number | null,
    names: readonly string[]
  ])[],
  metadata: string
) =>
  `${notebook} changed during the run, or would be written differently, so it is left alone: ${changesText(changes)}. Run it in JupyterLab, or put this into the notebook's metadata under "kalette":\n  ${metadata}`;

const changesText = (
  changes: readonly (readonly [cell: number | null, names: readonly string[]])[]
) =>
  changes
    .map(
      ([cell, names]) =>
        `${cell === null ? 'a cell' : `cell ${cell}`} changes ${names.join(' and ')}`
    )
    .join(', ');

const NAMES = 5;

/** Variables of a step that are not in its snapshot. */
export const overBudget = (step: string, names: readonly string[]) => {
  const rest = names.length - NAMES;
  const shown = names.slice(0, NAMES).join(', ');
  return `${step}: ${names.length === 1 ? '1 variable' : `${names.length} variables`} not saved: over the budget of its snapshot (${shown}${rest > 0 ? ` and ${rest} more` : ''})`;
};

export const notAnOption = (text: string) =>
  `-p ${text}: write it as NAME=VALUE.`;

export const wrongValue = (
  name: string,
  text: string,
  type: string,
  cell: number | null
) =>
  `-p ${name}=${text}: parameter ${name} is of type ${type}${cell === null ? '' : `, set in cell ${cell + 1}`}.`;

export const unknownParameter = (name: string, known: readonly string[]) =>
  `-p ${name}: the notebook has no such parameter. ${known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none.'}`;

export const notWritten = (file: string, why: string) =>
  `-o ${file}: the file cannot be written: ${why}.`;

export const unknownTarget = (name: string, known: readonly string[]) =>
  `--target ${name}: there is no such target. Choose one of: ${known.join(', ')}.`;

export const howToNameRun = () =>
  'A run is named as the list has it, NOTEBOOK:NUMBER, or by its number alone where only\none run has it, or by its id, the beginning of it or the end.';

const CHOICES = 10;

/** `choices` are name, state and time of each run, newest first. */
export const ambiguousRun = (
  text: string,
  choices: readonly (readonly string[])[]
) => {
  const shown = choices.slice(0, CHOICES);
  const width = Math.max(...shown.map(([name = '']) => name.length));
  const lines = shown.map(([name = '', ...more]) =>
    ['', name.padEnd(width), ...more].join('  ')
  );
  const rest = choices.length - shown.length;
  return [
    `${text} stands for several runs. Name one of them as it stands here:`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more; see: kalette runs list`] : [])
  ].join('\n');
};

export const noSuchRun = (text: string) =>
  `There is no run ${text}. See: kalette runs list.`;

export const removed = (run: string) => `Removed ${run}`;

export const noRuns = () => 'No runs yet.';

export const interrupting = () =>
  'Cancelling the run; press Ctrl-C again to end its steps by force.';

export const waitingForOthers = () =>
  "Waiting for another command that uses this workspace's engine; Ctrl-C hands its work over to it.";

export const handingOver = () => 'Handing over what the other command began…';

export const leavingOthers = () =>
  'Left at once; the other command finds out by itself.';

/** The engine that a run was in has ended, and the command that began it goes on with it. */
export const goingOn = (run: number) =>
  `The command that ran the engine of this workspace has ended. Run ${run} goes on here; what its steps had finished is kept.`;

export const forcing = () =>
  'Ending the steps by force; press Ctrl-C again to leave at once.';

/** In a traceback, below the lines that it speaks of. */
export const sameAgain = (lines: number) => `... the same ${lines} lines again`;

/** In a traceback, in place of them. */
export const linesLeftOut = (lines: number) =>
  lines === 1 ? '... 1 more line' : `... ${lines} more lines`;

export const tokenMissing = (variable: string) =>
  `serve needs its token in the variable ${variable}.`;

export const unexpected = (detail: string) =>
  `Something went wrong that should not: ${detail}`;

const VERIFIED: Readonly<Record<string, string>> = {
  notebook: 'the notebook',
  'notebook again': 'the notebook once more',
  'steps, earliest': 'each step by itself, in notebook order',
  'steps, latest': 'each step by itself, as late as it may run'
};

export const verifying = (run: string) => `Running ${VERIFIED[run] ?? run}.`;

const WHAT: Readonly<Record<Difference['what'], string>> = {
  error: 'raises something else',
  output: 'shows something else',
  value: 'leaves another value of',
  file: 'leaves another file'
};

const SCHEDULES: Readonly<Record<Difference['schedule'], string>> = {
  earliest: '',
  latest: ' when it runs as late as it may',
  again: ' when it runs once more'
};

export const differs = ({ what, schedule, step, name }: Difference) =>
  `${step === null ? 'The pipeline' : `Step ${step}`} ${WHAT[what]}${name === null ? '' : ` ${name}`}${SCHEDULES[schedule]}.`;

export const varies = ({ what, name }: Difference) =>
  `The notebook itself ${WHAT[what]}${name === null ? '' : ` ${name}`} each time it runs; this is not compared.`;

export const inNotebook = () => 'notebook';

export const inPipeline = () => 'pipeline';

export const nothing = () => '(nothing)';

export const notebookRaises = (path: string, error: string) =>
  `${path}: the notebook itself raises ${error}; what comes after that is not compared.`;

export const sameAsNotebook = (
  { outputs, values, files }: Verification['compared'],
  varying: number
) =>
  `The steps do what the notebook does. Compared: ${outputs} cells, ${values} names, ${files} files${varying === 0 ? '' : `; ${varying} left out`}.`;

export const notSame = (count: number) =>
  count === 1 ? '1 difference.' : `${count} differences.`;
