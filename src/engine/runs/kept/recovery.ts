import * as fs from 'node:fs/promises';

import type { Statement } from '../../store/committer';
import { refer } from '../../store/objects';
import type { Store } from '../../store/store';
import { dropChains, dropTrees } from '../../trees/remove';
import { killLeftovers } from '../../workers/leftovers';
import { bootId, startOf } from '../../workers/processes';
import { attemptId } from '../attempts/step-runner';
import type { Journal } from '../journal';
import type { Pipeline } from '../../../core/pipeline/types';
import { type AttemptRow, insert, type RunRow, update } from '../rows';
import { readRunFile, type RunFile } from './run-file';
import { isFinal, moveTo } from '../transitions';
import { RUN_STATES, STEP_STATES } from '../../../core/api/run-schema';

/**
 * Puts a store in order that an engine left without a goodbye; doing it twice changes nothing.
 * Nothing is started again by itself.
 */
export async function recover(store: Store, journal: Journal): Promise<void> {
  const open = store.all<AttemptRow>(
    'SELECT * FROM attempt WHERE ended IS NULL'
  );
  await Promise.all(open.map(killOld));
  const runs = store.all<RunRow>(
    "SELECT * FROM run WHERE state IN ('queued', 'running', 'paused', 'cancelling')"
  );
  for (const run of runs) {
    await interruptRun(store, journal, run, open);
  }
  await fs.rm(store.layout.tmp, { recursive: true, force: true });
  await fs.mkdir(store.layout.tmp, { recursive: true });
  await dropOldTrees(store);
}

// A pid alone is nothing: only with its start and in the same boot is it the same process.
// What a step started carries the attempt's name, which no other process has.
async function killOld(attempt: AttemptRow): Promise<void> {
  const { run, step, number, pid, pid_start: start, boot } = attempt;
  const isSame =
    pid !== null &&
    start !== null &&
    boot === bootId() &&
    startOf(pid) === start;
  await killLeftovers(isSame ? pid : null, attemptId(run, step, number));
}

async function interruptRun(
  store: Store,
  journal: Journal,
  run: RunRow,
  open: readonly AttemptRow[]
): Promise<void> {
  // The last that is known of the run, not the time of the repair.
  const { at: ended } = store.first<{ at: number }>(
    'SELECT coalesce(max(at), ?) AS at FROM event WHERE run = ?',
    run.created,
    run.id
  ) ?? { at: run.created };
  const steps = store.all<{ name: string; state: 'running' | 'retrying' }>(
    "SELECT name, state FROM step WHERE run = ? AND state IN ('running', 'retrying')",
    run.id
  );
  const statements: Statement[] = [
    ...open
      .filter(attempt => attempt.run === run.id)
      .map(attempt =>
        update(
          'attempt',
          {
            state: isFinal('attempt', attempt.state)
              ? attempt.state
              : moveTo('attempt', attempt.state, 'lost'),
            ended
          },
          { run: run.id, step: attempt.step, number: attempt.number }
        )
      ),
    ...steps.map(({ name, state }) =>
      update(
        'step',
        { state: moveTo('step', state, 'interrupted'), ended },
        { run: run.id, name, state }
      )
    ),
    update(
      'run',
      { state: moveTo('run', run.state, 'interrupted'), ended },
      { id: run.id, state: run.state }
    )
  ];
  await journal.commit(
    statements,
    [
      ...steps.map(({ name }) => ({
        run: run.id,
        step: name,
        kind: 'step.interrupted',
        data: {}
      })),
      { run: run.id, kind: 'run.interrupted', data: {} }
    ],
    'try'
  );
}

async function dropOldTrees(store: Store): Promise<void> {
  const rows = store.all<Pick<RunRow, 'id' | 'state'>>(
    `SELECT id, state FROM run
     WHERE state IN ('succeeded', 'failed', 'cancelled', 'interrupted')`
  );
  for (const { id, state } of rows) {
    await (state === 'interrupted' ? dropChains : dropTrees)(store.layout, id);
  }
}

/** Makes the rows of runs again from their files, after the database was lost. */
export async function rebuild(store: Store): Promise<void> {
  for (const id of await fs.readdir(store.layout.runs)) {
    const file = await readRunFile(store.layout, id);
    const statements = file && (await rowsOf(store, file).catch(() => null));
    if (statements) {
      await store.writer.write(statements);
    }
  }
}

async function rowsOf(store: Store, file: RunFile): Promise<Statement[]> {
  const { id, end } = file;
  const pipeline = (await store.objects.readJson(file.pipeline)) as Pipeline;
  const { size } = await fs.stat(store.objects.path(file.pipeline));
  return [
    ...refer(`run:${id}`, [{ digest: file.pipeline, bytes: size }], Date.now()),
    insert('run', {
      id,
      notebook: file.notebook,
      number: file.number,
      state: RUN_STATES.find(word => word === end?.state) ?? 'interrupted',
      target: file.target,
      reason: file.reason,
      pipeline: file.pipeline,
      parameters: JSON.stringify(file.parameters),
      tree: file.tree,
      options: JSON.stringify(file.options),
      metrics: JSON.stringify(end?.metrics ?? {}),
      error: end?.error ?? null,
      created: file.created,
      ended: end?.ended ?? file.created
    }),
    ...pipeline.steps.map(({ name, fingerprint }, position) =>
      insert('step', {
        run: id,
        name,
        position,
        fingerprint,
        state: STEP_STATES.find(word => word === end?.steps[name]) ?? 'waiting'
      })
    )
  ];
}
