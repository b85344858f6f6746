import { readFileSync, writeFileSync } from 'node:fs';

import type { EngineOptions } from '../engine/engine';
import { textOf } from '../engine/failure';
import { EXIT, UsageError } from './exit';
import { follow, isAtRest } from './runs/follow';
import { noteChanges } from './learn';
import { analyseFile } from './notebook-file';
import { readParameters } from './parameters';
import {
  printJson,
  printResult,
  tell,
  tellDiagnostics,
  urgent
} from './printing';
import { exitOfRun, runDocument, runText, tellEnd } from './runs/result';
import { rememberLast } from './same-notebook';
import { openSession } from './session';
import * as texts from './texts';

const TARGETS = ['kfp'] as const;

/** `kalette compile NOTEBOOK --target T [-o FILE]`. */
export async function compile(
  engine: EngineOptions,
  path: string,
  options: { target: string; output?: string }
): Promise<number> {
  const target = TARGETS.find(name => name === options.target);
  if (!target) {
    throw new UsageError(texts.unknownTarget(options.target, TARGETS));
  }
  const { pipeline, diagnostics } = await analyseFile(
    engine.createAnalyser(),
    path
  );
  tellDiagnostics(path, urgent(diagnostics));
  if (!pipeline) {
    return EXIT.failed;
  }
  const { compileKfp } = await import('../core/targets/kfp/compile');
  const compiled = compileKfp(pipeline);
  tellDiagnostics(path, compiled.diagnostics);
  if (compiled.value === null) {
    return EXIT.failed;
  }
  if (options.output === undefined) {
    printResult(compiled.value);
  } else {
    writeOutput(options.output, compiled.value);
    tell(options.output);
  }
  return EXIT.done;
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (reason) {
    throw new UsageError(texts.notWritten(file, textOf(reason)));
  }
}

export interface RunCommandOptions {
  readonly param: readonly string[];
  readonly until?: string;
  readonly kernel?: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** `kalette run NOTEBOOK`: starts a run and follows it to its end. */
export async function run(
  engine: EngineOptions,
  path: string,
  options: RunCommandOptions
): Promise<number> {
  const analyser = rememberLast(engine.createAnalyser());
  const { pipeline, diagnostics, notebook } = await analyseFile(analyser, path);
  tellDiagnostics(path, urgent(diagnostics));
  if (!pipeline) {
    if (options.json) {
      printJson({ version: 1, run: null, diagnostics });
    }
    return EXIT.failed;
  }
  const parameters = readParameters(pipeline, notebook, options.param);
  const before = readFileSync(path, 'utf8');
  const { until, kernel, fresh } = options;
  const session = openSession(
    { ...engine, createAnalyser: () => analyser },
    path
  );
  let isGoing = false;
  try {
    const { scope } = session;
    const started = await session.client.startRun({
      ...scope,
      parameters,
      ...(until === undefined ? {} : { until }),
      ...(kernel === undefined ? {} : { kernel }),
      ...(fresh === undefined ? {} : { fresh })
    });
    isGoing = true;
    const end = await follow(session.client, scope, started);
    isGoing = !isAtRest(end.run);
    tellEnd(path, end.run);
    noteChanges(path, before, end.run.steps);
    if (options.json) {
      printJson(runDocument(end.run));
    } else {
      printResult(runText(end.run));
    }
    return end.interrupted ? EXIT.interrupted : exitOfRun(end.run.state);
  } finally {
    await session.close({ now: isGoing });
  }
}
