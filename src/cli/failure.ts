import { CommanderError } from 'commander';

import { EngineError } from '../client/engine-client';
import { EXIT, exitOf, UsageError } from './exit';
import { NotebookFileError } from './notebook-file';
import { tellError, tellProblem } from './printing';
import * as texts from './texts';

/** What the document of a command says that did not come to its result. */
interface FailureDocument {
  /** Stable, for programs. */
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
}

/** Why a command did not come to its result. */
export interface Failure {
  readonly exit: number;
  readonly error: FailureDocument;
  /** Says it to a person. */
  readonly tell: () => void;
}

/** What becomes of what a command threw; null when it is no failure. */
export function failureOf(reason: unknown): Failure | null {
  if (reason instanceof CommanderError) {
    // Commander has said it already; help and version are no failures.
    const detail = reason.message.replace(/^error: /, '');
    return reason.exitCode === 0
      ? null
      : {
          exit: EXIT.usage,
          error: { code: 'usage', detail },
          tell: () => undefined
        };
  }
  if (reason instanceof UsageError) {
    return told(EXIT.usage, 'usage', reason.message);
  }
  if (reason instanceof NotebookFileError) {
    return told(reason.exit, 'notebook_unreadable', reason.message);
  }
  if (reason instanceof EngineError) {
    const { problem } = reason;
    const { code, detail, hint } = problem;
    return {
      exit: exitOf(reason),
      error: { code, detail, ...(hint && { hint }) },
      tell: () => tellProblem('', problem)
    };
  }
  const text = reason instanceof Error ? reason.message : String(reason);
  return told(EXIT.failed, 'internal', texts.unexpected(text));
}

function told(exit: number, code: string, detail: string): Failure {
  return { exit, error: { code, detail }, tell: () => tellError(detail) };
}
