import type { StepError } from '../../core/api/types';

// What the engine says about a run while it goes on, and why steps did not run.

export const databaseMovedAside = (file: string) =>
  `The database was damaged. It was moved to ${file}, and the list of runs was made again from the run folders.`;

export const storeWaits = (folder: string, why: string) =>
  `${folder} cannot be written (${why}). Runs wait, and it is tried again every ten seconds. Free some space, or check the rights of the folder.`;

export const skippedBecause = (step: string, state: string) =>
  `Step ${step} was ${state}.`;

export const failedBefore = (step: string) => `Step ${step} failed.`;

export const notSelected = (until: string) =>
  `The run was asked to stop at step ${until}.`;

export const runCancelled = () => 'The run was cancelled.';

export const runBlocked = ({ index, code }: StepError) =>
  `Nothing was started: ${code ?? 'an error'}${index === null ? '' : ` in cell ${index + 1}`}.`;

export const runFailed = (step: string, error: StepError | null) =>
  error
    ? `Step ${step} failed: ${error.name}: ${error.message}`
    : `Step ${step} failed.`;

export const willRetry = (attempt: number, seconds: number) =>
  `Attempt ${attempt} failed; the next one starts in ${seconds.toFixed(1)} s.`;

/** Signals that a process brings upon itself. */
const CRASHES: ReadonlySet<string> = new Set([
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP'
]);

/** The attempt ended by an error of its process, not of the code. */
export const willRetryLost = (
  step: string,
  { kind, name, message }: StepError,
  seconds: number
) => {
  const what =
    kind === 'oom'
      ? `The system ran out of memory and ended the process of step ${step}`
      : kind === 'signal'
        ? `The process of step ${step} ${CRASHES.has(name) ? 'crashed' : 'was ended from outside'} (${name})`
        : `Step ${step}: ${message.replace(/\.$/, '')}`;
  return `${what}; trying once more in ${seconds.toFixed(1)} s.`;
};

export const waitsForEnd = (
  step: string,
  reason: 'cancelled' | 'timeout',
  seconds: number
) =>
  `Step ${step} ${reason === 'timeout' ? 'has used up its time' : 'was asked to stop'}, but has not ended yet. In ${seconds} s it is ended by force${reason === 'timeout' ? '' : '; cancel the run again to do so now'}.`;

export const endedByForce = (step: string) =>
  `Step ${step} did not end by itself and was ended by force (SIGKILL).`;

export const linkedFile = (path: string) =>
  `${path} is larger than 1 GiB: it is linked, not copied. What a step writes to it changes the original.`;

export const mayReadOutside = (step: string, path: string, workspace: string) =>
  `Step ${step} looks for ${path}, outside the workspace ${workspace}. A run sees a copy of the workspace and nothing around it, so the step will not find it.`;

/** Why what a variable was before does not come along. */
export const changedBeside = (step: string) =>
  `step ${step} changes it, or makes something else of its name, and this one does not wait for it`;

/** Why what nothing above a step makes does not come along. */
export const madeBeside = (step: string) =>
  `step ${step} makes it, and this one does not wait for it`;

/** Why a class does not come along. */
export const changedByStep = (step: string) =>
  `step ${step} changes it, after its cell has run`;

/** Why nobody knows whether a name still means what it did. */
export const perhapsDeleted = (step: string) =>
  `step ${step} may have deleted it`;

/** Why nobody knows which value a name means. */
export const perhapsGivenAgain = (step: string) =>
  `step ${step} may have given it the value again that it has in the cells which every step repeats`;

/** Why a variable is in no snapshot behind a step. */
export const sharedWithChanged = (name: string, step: string) =>
  `it has parts in common with \`${name}\`, which step ${step} may have changed`;

export const unreadableFile = (path: string) =>
  `${path} could not be read, and is missing in the run.`;

/** A run that cannot go on for a reason of the system, by its code and text. */
export const runStopped = (code: string, text: string) =>
  code === 'ENOSPC' || code === 'EDQUOT'
    ? 'The disk is full, so the run was interrupted. Free some space, then continue it by its number: kalette runs resume N.'
    : `The run was interrupted: ${text}. It can be continued by its number: kalette runs resume N.`;

export const filesLost = (why: string) =>
  `The files that the run wrote could not be collected: ${why}.`;

export const finalConflict = (path: string, steps: readonly [string, string]) =>
  `Steps ${steps[0]} and ${steps[1]} both wrote ${path}, with different content; that of ${steps[0]} is listed.`;

/** What stands in a log where this many characters of a cell's text were left out. */
export function leftOut(characters: number): string {
  return `\n[… ${(characters / 2 ** 20).toFixed(2)} MiB of this output are left out …]\n`;
}
