import type { RunState } from '../../core/api/types';
import { floatJson } from '../floats';
import * as messages from '../messages';
import type { Store } from '../store/store';
import type { RunTrees } from '../trees/run-trees';
import { collectFiles } from './files';
import type { RunBook } from './run-book';
import { amendRunFile } from './kept/run-file';
import type { RunRow } from './rows';

/** Writes down how a run ended, all of whose steps have; returns its last state. */
export async function recordEnd(
  book: RunBook,
  store: Store,
  trees: RunTrees
): Promise<RunState> {
  const { id } = book.task;
  const failed = book.steps.find(now => now.state === 'failed');
  const state = endState(book.state, failed !== undefined);
  const files =
    state === 'succeeded' ? await collectFiles(store, id, trees) : null;
  const metrics = metricsOf(book);
  const floats = book.steps.flatMap(now => now.floats);
  const error = failed
    ? messages.runFailed(failed.step.name, failed.error)
    : null;
  const ended = Date.now();
  await book.setRun(
    state,
    {
      columns: { ended, error, metrics: floatJson(metrics, floats) },
      data: { metrics, error, files: files?.summary ?? null }
    },
    files?.problems
  );
  const states = book.steps.map(now => [now.step.name, now.state]);
  const steps = Object.fromEntries(states);
  // It may have been renamed while the run went on.
  const row = store.first<Pick<RunRow, 'notebook' | 'number'>>(
    'SELECT notebook, number FROM run WHERE id = ?',
    id
  );
  await amendRunFile(store.layout, id, {
    ...row,
    end: { state, ended, error, metrics, steps }
  });
  return state;
}

/** In the order in which the notebook shows them: a list that has room for one has the first. */
function metricsOf({ task, steps }: RunBook): Record<string, unknown> {
  const found = Object.assign({}, ...steps.map(now => now.metrics));
  const shown = task.pipeline.metrics.filter(({ name }) => name in found);
  const first = shown.map(({ name }) => [name, found[name]] as const);
  return { ...Object.fromEntries(first), ...found };
}

function endState(state: RunState, hasFailed: boolean): RunState {
  if (state === 'cancelling') {
    return 'cancelled';
  }
  return hasFailed ? 'failed' : 'succeeded';
}
