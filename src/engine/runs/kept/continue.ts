import { existsSync } from 'node:fs';

import { floatsIn } from '../../floats';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import type { StepLeft } from '../../snapshots/of-runs/run-snapshots';
import { startTree } from '../../store/layout';
import type { Store } from '../../store/store';
import { deltaFromJson } from '../../trees/delta';
import type { RunTrees } from '../../trees/run-trees';
import type { RunRow, StepRow } from '../rows';
import type { StepStart } from '../run-book';

/** What the steps of a run have left so far, and where they stand. */
export async function earlierSteps(
  store: Store,
  id: string,
  trees: RunTrees
): Promise<StepStart[]> {
  type Row = StepRow & {
    readonly tree: string | null;
    readonly variables: string | null;
    readonly values: string | null;
  };
  const rows = store.all<Row>(
    `SELECT step.*, result.tree, result.variables, result.metrics AS "values"
     FROM step LEFT JOIN result ON result.id = step.result
     WHERE step.run = ? ORDER BY position`,
    id
  );
  return Promise.all(
    rows.map(async row => {
      const { name, state, attempts, tree, variables, values } = row;
      if (tree !== null) {
        trees.restore(name, deltaFromJson(await store.objects.readJson(tree)));
      }
      return {
        name,
        state,
        attempts,
        variables: JSON.parse(variables ?? '[]'),
        metrics: JSON.parse(values ?? '{}'),
        floats: floatsIn(values ?? '{}')
      };
    })
  );
}

/** The snapshots behind the steps of a run that have ended well. */
export function leftBefore(store: Store, id: string): StepLeft[] {
  return store.all<StepLeft>(
    `SELECT name, "after" FROM step
     WHERE run = ? AND state = 'succeeded' AND "after" IS NOT NULL
     ORDER BY position`,
    id
  );
}

/**
 * Sees to it that the run goes on with the files that it began with, or refuses; returns the id
 * of that tree. Where no step has ended yet, the workspace of now is as good as that of then.
 */
export async function keepStart(
  store: Store,
  row: RunRow,
  trees: RunTrees,
  steps: readonly StepStart[]
): Promise<string> {
  if (
    row.tree !== '' &&
    existsSync(startTree(store.layout, row.id)) &&
    (await trees.startId()) === row.tree
  ) {
    return row.tree;
  }
  if (steps.some(({ state }) => state === 'succeeded')) {
    throw new Refusal(messages.startLost());
  }
  await trees.begin();
  return trees.startId();
}
