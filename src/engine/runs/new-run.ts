import { v7 as newId } from 'uuid';

import type { Pipeline } from '../../core/pipeline/types';
import { floatJson } from '../floats';
import type { Interpreter } from '../kernels/find';
import { refer } from '../store/objects';
import type { Store } from '../store/store';
import type { Journal } from './journal';
import { insert } from './rows';
import type { StepStart } from './run-book';
import { writeRunFile } from './kept/run-file';
import { fresh, plannedStep } from './schedule/selection';
import type { RunOptions } from './views';

/** A run that is asked for: checked, so that it can start. */
export interface NewRun {
  /** Path of the notebook in the workspace. */
  readonly notebook: string;
  readonly pipeline: Pipeline;
  readonly kernel: Interpreter;
  readonly values: Readonly<Record<string, unknown>>;
  readonly until: string | null;
  /** What is worth saying when it starts. */
  readonly remarks: readonly string[];
}

const TARGET = 'local';
const REASON = 'person';

/** Writes down a new run, queued; it is durable when this resolves. */
export async function createRun(
  store: Store,
  journal: Journal,
  { pipeline, kernel, until, notebook, values, remarks }: NewRun
): Promise<{
  readonly id: string;
  readonly options: RunOptions;
  readonly steps: readonly StepStart[];
}> {
  const id = newId();
  const created = Date.now();
  const document = await store.objects.put(JSON.stringify(pipeline));
  const options: RunOptions = { pipeline: pipeline.name, kernel, until };
  const steps = pipeline.steps.map(step => plannedStep(pipeline, step, until));
  const floats = pipeline.parameters.filter(({ type }) => type === 'float');
  const names = floats.map(({ name }) => name);
  const parameters = floatJson(values, names);
  await journal.commit(
    [
      ...refer(`run:${id}`, [document], created),
      {
        sql: `INSERT INTO run(id, notebook, number, state, target, reason,
            pipeline, parameters, tree, options, created)
          SELECT ?, ?, 1 + coalesce(max(number), 0), 'queued', ?, ?, ?, ?, '', ?, ?
          FROM run WHERE notebook = ?`,
        values: [
          id,
          notebook,
          TARGET,
          REASON,
          document.digest,
          parameters,
          JSON.stringify(options),
          created,
          notebook
        ]
      },
      ...steps.map(({ name, state, why, fingerprint }, position) =>
        insert('step', { run: id, name, position, state, why, fingerprint })
      )
    ],
    [
      { run: id, kind: 'run.queued', data: { notebook } },
      ...remarks.map(text => ({ run: id, kind: 'problem', data: { text } }))
    ],
    'try'
  );
  const row = store.first<{ number: number }>(
    'SELECT number FROM run WHERE id = ?',
    id
  );
  await writeRunFile(store.layout, {
    version: 1,
    id,
    notebook,
    number: row?.number ?? 0,
    target: TARGET,
    reason: REASON,
    created,
    pipeline: document.digest,
    parameters: values,
    options,
    tree: ''
  });
  const starts = steps.map(({ name, state }) => fresh(name, state));
  return { id, options, steps: starts };
}
