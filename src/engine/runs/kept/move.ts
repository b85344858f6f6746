import type { Store } from '../../store/store';
import type { RunRow } from '../rows';
import { amendRunFile } from './run-file';
import { isAtRest } from '../transitions';

/**
 * Gives all runs of a notebook to the path that it has now, in one transaction; returns how
 * many. Where runs of an earlier notebook stand there already, the numbers go on from theirs.
 */
export async function moveRuns(
  store: Store,
  from: string,
  to: string
): Promise<number> {
  const ids = store.all<Pick<RunRow, 'id'>>(
    'SELECT id FROM run WHERE notebook = ?',
    from
  );
  if (ids.length === 0 || from === to) {
    return 0;
  }
  await store.writer.write([
    {
      // A run that is continued finds its files where the notebook was when it began.
      sql: `UPDATE run SET notebook = ?,
          number = number + (SELECT coalesce(max(number), 0) FROM run WHERE notebook = ?),
          options = json_insert(options, '$.notebook', notebook)
        WHERE notebook = ?`,
      values: [to, to, from]
    },
    {
      sql: `UPDATE OR REPLACE duration
        SET key = json_array(?, json_extract(key, '$[1]'))
        WHERE json_extract(key, '$[0]') = ?`,
      values: [to, from]
    }
  ]);
  for (const { id } of ids) {
    await amend(store, id);
  }
  return ids.length;
}

// The file only stands in for a lost database. One of a run that goes on is being written.
async function amend(store: Store, id: string): Promise<void> {
  const row = store.first<RunRow>('SELECT * FROM run WHERE id = ?', id);
  if (row && isAtRest(row.state)) {
    const { notebook, number } = row;
    await amendRunFile(store.layout, id, {
      notebook,
      number,
      options: JSON.parse(row.options)
    });
  }
}
