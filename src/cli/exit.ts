import type { EngineError } from '../client/engine-client';

/** How the program ends; these numbers are part of its interface. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  environment: 3,
  interrupted: 130
} as const;

/** The command line was used wrongly; the text says how. */
export class UsageError extends Error {}

const USAGE = new Set([
  'unknown_step',
  'parameter',
  'no_run',
  'bad_request',
  'snapshot_missing',
  'snapshot_ambiguous',
  'snapshot_elsewhere',
  'snapshot_bad_url',
  'snapshot_bad_name',
  'snapshot_name_taken',
  'snapshot_kept',
  'snapshot_not_kept',
  'bad_folder',
  'snapshot_bad_folder',
  'not_followed',
  'snapshot_bad_key',
  'snapshot_no_digest',
  'snapshot_path',
  'snapshot_target_exists'
]);
const NOTEBOOK = new Set([
  'notebook_errors',
  'no_steps',
  'files_outside',
  'notebook_unreadable'
]);

/** The exit code for what the engine refused. */
export function exitOf({ problem }: EngineError): number {
  if (problem.code === 'snapshot_cancelled' || problem.code === 'cancelled') {
    return EXIT.interrupted;
  }
  if (NOTEBOOK.has(problem.code)) {
    return EXIT.failed;
  }
  if (
    USAGE.has(problem.code) ||
    problem.code === 'notebook_missing' ||
    problem.code === 'outside_root' ||
    problem.code === 'wrong_state'
  ) {
    return EXIT.usage;
  }
  return EXIT.environment;
}
