import { existsSync, statSync } from 'node:fs';

import type { Store } from './store';

const ROWS: readonly (readonly [string, string])[] = [
  [
    'an ended run has a step that has not ended',
    `SELECT run.id || ' ' || step.name AS what FROM step JOIN run ON run.id = step.run
     WHERE run.state IN ('succeeded', 'failed', 'cancelled')
     AND step.state NOT IN ('cached', 'succeeded', 'failed', 'skipped', 'cancelled')`
  ],
  [
    // A run that was made again from its file has no attempts, and its results are lost.
    'a step succeeded and left no result',
    `SELECT run || ' ' || name AS what FROM step
     WHERE state = 'succeeded' AND result IS NULL AND attempts > 0`
  ],
  [
    'a run that does not go on has an attempt that has not ended',
    `SELECT attempt.run || ' ' || attempt.step AS what FROM attempt
     JOIN run ON run.id = attempt.run WHERE attempt.ended IS NULL
     AND run.state IN ('succeeded', 'failed', 'cancelled', 'interrupted')`
  ],
  [
    'a result names an object that is not known',
    `SELECT id AS what FROM result WHERE NOT EXISTS
     (SELECT 1 FROM object WHERE digest = result.tree)`
  ]
];

/** What must hold in every store whatever happened, as sentences about where it does not. */
export function brokenInvariants(store: Store): string[] {
  const rows = ROWS.flatMap(([sentence, query]) =>
    store.all<{ what: string }>(query).map(({ what }) => `${what}: ${sentence}`)
  );
  const objects = store
    .all<{ digest: string; bytes: number }>('SELECT * FROM object')
    .filter(({ digest, bytes }) => {
      const file = store.objects.path(digest);
      return !existsSync(file) || statSync(file).size !== bytes;
    })
    .map(({ digest }) => `${digest}: the object is missing or damaged`);
  return [...rows, ...objects];
}
