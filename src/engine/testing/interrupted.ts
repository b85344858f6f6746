import { join } from 'node:path';

import type { Pipeline } from '../../core/pipeline/types';
import { testEngine, type TestEngine } from './engines';
import { until } from './notebooks';

/** A run whose engine was closed in the middle of a step. */
export interface Interrupted {
  readonly id: string;
  readonly folder: string;
  /** The step waits for this file, whose path it has in its environment as `GO`. */
  readonly go: string;
}

/** Closes the engine while the step runs that waits for `GO`; the pipeline gets its path. */
export async function interruptedIn(
  pipeline: Pipeline,
  step: string
): Promise<Interrupted> {
  const { engine, folder, start, view }: TestEngine =
    await testEngine(pipeline);
  const go = join(folder, '.kalette', 'go');
  pipeline.steps.forEach(one => Object.assign(one.environment, { GO: go }));
  const id = await start();
  await until(`${step} runs`, async () =>
    (await view(id)).steps.some(({ cell }) => cell === step)
  );
  await engine.close();
  return { id, folder, go };
}
