import { rm } from 'node:fs/promises';

import { runFolder } from '../../store/layout';
import type { Store } from '../../store/store';

const FREE_OBJECTS = `SELECT digest FROM object WHERE NOT EXISTS
  (SELECT 1 FROM reference WHERE reference.digest = object.digest)`;

/** Removes a run that is at rest: its rows first, then the files that nothing else needs. */
export async function removeRun(store: Store, id: string): Promise<void> {
  const before = new Set(free(store));
  await store.writer.write([
    { sql: 'DELETE FROM event WHERE run = ?', values: [id] },
    { sql: 'DELETE FROM run WHERE id = ?', values: [id], expect: 1 },
    { sql: 'DELETE FROM reference WHERE owner = ?', values: [`run:${id}`] },
    {
      sql: `DELETE FROM reference WHERE owner IN (SELECT 'result:' || id FROM result
        WHERE NOT EXISTS (SELECT 1 FROM step WHERE step.result = result.id))`,
      values: []
    },
    {
      sql: `DELETE FROM result
        WHERE NOT EXISTS (SELECT 1 FROM step WHERE step.result = result.id)`,
      values: []
    }
  ]);
  // Only what this run alone had: an object that a running step has just written stays.
  const gone = free(store).filter(digest => !before.has(digest));
  for (const digest of gone) {
    await store.writer.write([
      {
        sql: `DELETE FROM object WHERE digest = ? AND NOT EXISTS
          (SELECT 1 FROM reference WHERE reference.digest = object.digest)`,
        values: [digest]
      }
    ]);
    if (!store.first('SELECT 1 FROM object WHERE digest = ?', digest)) {
      await store.objects.remove(digest);
    }
  }
  await rm(runFolder(store.layout, id), {
    recursive: true,
    force: true,
    maxRetries: 3
  });
}

function free(store: Store): string[] {
  return store
    .all<{ digest: string }>(FREE_OBJECTS)
    .map(({ digest }) => digest);
}
