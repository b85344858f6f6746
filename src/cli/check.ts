import { dirname, resolve } from 'node:path';

import type { Analysis } from '../core/analyse';
import { type Diagnostic, hasErrors } from '../core/diagnostic';
import type { Pipeline } from '../core/pipeline/types';
import type { EngineOptions } from '../engine/engine';
import { outsideFiles } from '../engine/outside-files';
import { Refusal } from '../engine/refusal';
import { verify } from '../engine/verify/verify';
import type { Verification } from '../engine/verify/types';
import { workspaceOf } from '../engine/workspace-folder';
import { EXIT } from './exit';
import { analyseFile } from './notebook-file';
import {
  printJson,
  printResult,
  table,
  tell,
  tellDiagnostics,
  tellProblem
} from './printing';
import * as texts from './texts';
import { tellVerification } from './verification';

export interface CheckCommandOptions {
  readonly json?: boolean;
  readonly verify?: boolean;
  readonly kernel?: string;
}

/** `kalette check NOTEBOOK`. Returns the exit code, as every command. */
export async function check(
  engine: EngineOptions,
  path: string,
  options: CheckCommandOptions
): Promise<number> {
  const analysis = await analyseFile(engine.createAnalyser(), path);
  const { pipeline } = analysis;
  const diagnostics = [
    ...analysis.diagnostics,
    ...(pipeline ? outsideWarnings(pipeline, path) : [])
  ];
  if (!options.json) {
    tellDiagnostics(path, diagnostics);
  }
  const verified =
    options.verify && pipeline
      ? await verifyFile(engine, path, { ...analysis, pipeline }, options)
      : null;
  if (options.json) {
    const more = verified ? { verification: verified.verification } : {};
    printJson({ version: 1, pipeline, diagnostics, ...more });
  } else if (verified?.verification) {
    tellVerification(path, verified.verification);
  } else if (pipeline && !verified) {
    printSteps(pipeline);
  }
  return hasErrors(diagnostics) ? EXIT.failed : (verified?.exit ?? EXIT.done);
}

function printSteps({ steps }: Pipeline): void {
  const rows = steps.map(step => [
    step.name,
    step.after.join(', '),
    step.reads.map(({ variable }) => variable).join(', '),
    step.writes.join(', ')
  ]);
  printResult(table(['step', 'after', 'reads', 'writes'], rows));
}

interface Verified {
  readonly verification: Verification | null;
  readonly exit: number;
}

async function verifyFile(
  { packageFolder }: EngineOptions,
  path: string,
  { notebook, pipeline }: Analysis & { readonly pipeline: Pipeline },
  { kernel }: CheckCommandOptions
): Promise<Verified> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const verification = await verify({
      packageFolder,
      path: resolve(path),
      notebook,
      pipeline,
      kernel: kernel ?? null,
      tell: run => tell(texts.verifying(run)),
      signal: stop.signal
    });
    const exit = verification.differences.length > 0 ? EXIT.failed : EXIT.done;
    return { verification, exit };
  } catch (reason) {
    if (stop.signal.aborted) {
      return { verification: null, exit: EXIT.interrupted };
    }
    if (reason instanceof Refusal) {
      tellProblem(path, reason.problem);
      return { verification: null, exit: EXIT.environment };
    }
    throw reason;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

// It depends on where the notebook lies, which the analysis does not know.
function outsideWarnings(pipeline: Pipeline, path: string): Diagnostic[] {
  const full = resolve(path);
  const { refused, remarks } = outsideFiles(
    pipeline,
    full,
    workspaceOf(dirname(full))
  );
  const warning = (message: string, hint?: string): Diagnostic => ({
    code: 'files_outside',
    severity: 'warning',
    message,
    ...(hint === undefined ? {} : { hint }),
    where: null
  });
  return [
    ...(refused ? [warning(refused.detail, refused.hint)] : []),
    ...remarks.map(message => warning(message))
  ];
}
