import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type StepPlan, stepPlan } from '../../../core/pipeline/plan';
import { received } from '../../../core/pipeline/received';
import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import type { Interpreter } from '../../kernels/find';
import * as messages from '../../messages';
import type { StepRemains } from '../../snapshots/variables/alive';
import { NOWHERE } from '../../snapshots/variables/making-cells';
import type { KeptVariable } from '../../snapshots/variables/state';
import type { Store } from '../../store/store';
import type { SavedVariable } from '../../workers/protocol';
import type { Heard } from './recorder';

/** At most so many bytes and seconds for what only a snapshot wants. */
const KEPT = { bytes: 2 * 2 ** 30, seconds: 30 };

/** A try at a step. */
export interface AttemptPlan {
  /** Unique on this machine for as long as processes live. */
  readonly id: string;
  readonly folder: string;
  readonly pipeline: Pipeline;
  readonly step: PipelineStep;
  /** Which try of the step it is, from 1. */
  readonly number: number;
  readonly kernel: Interpreter;
  readonly threads: number;
  /** Path of the notebook in the workspace. */
  readonly notebook: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** What each step before has saved. */
  readonly saved: (step: string) => readonly SavedVariable[];
}

/** What the step receives, by where it was made. */
export function receivedBy({ step, saved }: AttemptPlan): KeptVariable[] {
  return received(step).flatMap(({ name, from }) => {
    const entry = saved(from).find(item => item.name === name);
    return entry && 'digest' in entry && !name.includes(':')
      ? { ...entry, step: from }
      : [];
  });
}

/** What the step leaves in the snapshot behind it. */
export function remainsOf(
  plan: AttemptPlan,
  { kept, variables }: Heard
): StepRemains {
  const { name } = plan.step;
  const came = receivedBy(plan);
  const made = new Set(variables.map(item => item.name));
  // What was received, and is nothing that later steps receive from here, is of where it came.
  const makerOf = (variable: string): string =>
    (made.has(variable) ? null : came.find(one => one.name === variable))
      ?.step ?? name;
  const own = (kept?.variables ?? variables).flatMap(item =>
    'digest' in item ? { ...item, step: makerOf(item.name) } : []
  );
  const unchanged = new Set(kept?.received);
  return {
    variables: [...own, ...came.filter(item => unchanged.has(item.name))],
    missing: kept?.left ?? [],
    fate: kept?.fate ?? {
      untouched: [],
      changed: came.map(item => item.name),
      rebound: [],
      given: [],
      unsure: [],
      gone: []
    },
    python: kept?.python ?? null,
    versions: kept?.versions ?? {}
  };
}

/** As {@link remainsOf}, of a step that failed, if only as its process was killed. */
export function remainsOfFailure(plan: AttemptPlan, heard: Heard): StepRemains {
  const remains = remainsOf(plan, heard);
  if (heard.kept) {
    return remains;
  }
  // Nobody has said what of it was still there.
  const reason = messages.lostWithStep();
  const missing = receivedBy(plan).map(({ name, type }) => ({
    ...{ name, type, reason },
    ...NOWHERE
  }));
  return { ...remains, variables: [], missing };
}

/** Environment variables of the step's process, besides those of the engine. */
export function environmentOf({
  kernel,
  step,
  threads
}: AttemptPlan): Record<string, string> {
  const count = String(threads);
  return {
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    NUMEXPR_NUM_THREADS: count,
    ...kernel.env,
    ...step.environment
  };
}

/** Writes down what the step's process has to do, for it to read; `out` takes what it saves. */
export async function writePlan(
  given: AttemptPlan,
  store: Store,
  workspace: string,
  out: string
): Promise<void> {
  const { pipeline, step, folder, values, kernel, notebook } = given;
  const cwd = join(workspace, dirname(notebook));
  await fs.mkdir(cwd, { recursive: true });
  await fs.mkdir(out, { recursive: true });
  const plan: StepPlan = stepPlan(pipeline, step);
  await fs.writeFile(
    join(folder, 'plan.json'),
    JSON.stringify({
      ...plan,
      values,
      loads: loadsOf(given, store),
      cwd,
      workspace,
      out,
      report: join(folder, 'report.ipynb'),
      keep: KEPT,
      snapshots: store.layout.snapshots,
      kernel: {
        name: kernel.name,
        display_name: kernel.displayName,
        language: kernel.language
      }
    })
  );
}

function loadsOf(
  { step, saved }: AttemptPlan,
  { objects }: Store
): Record<string, unknown> {
  const located = (entry: SavedVariable): unknown =>
    'digest' in entry ? { ...entry, path: objects.path(entry.digest) } : entry;
  return Object.fromEntries(
    received(step).flatMap(({ name, from }) => {
      const entry = saved(from).find(item => item.name === name);
      return entry ? [[name, located(entry)]] : [];
    })
  );
}
