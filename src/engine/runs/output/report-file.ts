import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { stepPlan } from '../../../core/pipeline/plan';
import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import type { Interpreter } from '../../kernels/find';
import type { Store } from '../../store/store';
import { reportOf, type ReportEvent } from './report';
import type { EventRow } from '../rows';

/** The run that a report is about. */
export interface ReportedRun {
  readonly id: string;
  readonly pipeline: Pipeline;
  readonly kernel: Interpreter;
}

/** The executed notebook of an attempt, as far as its events tell. */
export async function makeReport(
  store: Store,
  { id: run, pipeline, kernel }: ReportedRun,
  step: PipelineStep,
  attempt: number
): Promise<Record<string, unknown>> {
  const { name, displayName } = kernel;
  return reportOf(
    {
      plan: stepPlan(pipeline, step),
      run,
      kernel: { name, display_name: displayName }
    },
    await eventsOf(store, run, step.name, attempt)
  );
}

/** Writes it beside the attempt's other files. */
export async function writeReport(
  store: Store,
  run: ReportedRun,
  step: PipelineStep,
  attempt: number,
  folder: string
): Promise<void> {
  const report = await makeReport(store, run, step, attempt);
  await writeFile(
    join(folder, 'report.ipynb'),
    `${JSON.stringify(report, null, 1)}\n`
  );
}

/** Events of one attempt about its cells, in order; data that became an object are read. */
export async function eventsOf(
  store: Store,
  run: string,
  step: string,
  attempt: number
): Promise<ReportEvent[]> {
  const rows = store.all<EventRow>(
    `SELECT * FROM event WHERE run = ? AND step = ? AND attempt = ?
     AND kind IN ('cell.started', 'cell.ended', 'output') ORDER BY seq`,
    run,
    step,
    attempt
  );
  return Promise.all(
    rows.map(async ({ kind, at, data }) => ({
      kind,
      at,
      data: await inFull(store, JSON.parse(data))
    }))
  );
}

async function inFull(
  store: Store,
  data: Record<string, unknown>
): Promise<Record<string, unknown>> {
  if (typeof data.object !== 'string') {
    return data;
  }
  const file = store.objects.path(data.object);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : data;
}
