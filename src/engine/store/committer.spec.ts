import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { Committer, NewerStoreError, type Statement } from './committer';
import { MIGRATIONS } from './schema';

const folder = () => mkdtempSync(join(tmpdir(), 'kalette-store-'));
const event = (data: string): Statement => ({
  sql: "INSERT INTO event(kind, at, data) VALUES ('output', 0, ?)",
  values: [data]
});

function readBack(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT data FROM event ORDER BY seq').all();
  database.close();
  return rows.map(({ data }) => String(data));
}

describe('a commit', () => {
  it('is all or nothing for each transaction on its own', () => {
    const file = join(folder(), 'db');
    const committer = new Committer(file);
    const outcomes = committer.commit([
      [event('a')],
      [
        event('b'),
        { sql: 'INSERT INTO object VALUES (?, 0, 0)', values: [null] }
      ],
      [event('c')]
    ]);
    expect(outcomes).toEqual([
      { rows: [1] },
      { error: expect.stringContaining('object.digest') },
      { rows: [expect.any(Number)] }
    ]);
    expect(readBack(file)).toEqual(['a', 'c']);
  });

  it('refuses a change of a row that is not there', () => {
    const committer = new Committer(join(folder(), 'db'));
    const [outcome] = committer.commit([
      [
        {
          sql: 'UPDATE event SET kind = ? WHERE seq = 7',
          values: ['x'],
          expect: 1
        }
      ]
    ]);
    expect(outcome).toEqual({ error: expect.stringMatching(/^0 rows/) });
  });

  it('writes nothing when the disk is full, and all once there is room', () => {
    const file = join(folder(), 'db');
    const committer = new Committer(file);
    const limit = (pages: number): Statement => ({
      sql: `PRAGMA max_page_count = ${pages}`,
      values: []
    });
    const large = [event('x'.repeat(1_000_000))];
    committer.commit([[event('before')], [limit(1)]]);
    expect(() => committer.commit([[event('small')], large])).toThrow(/full/);
    expect(readBack(file)).toEqual(['before']);
    committer.commit([[limit(1_000_000)]]);
    committer.commit([[event('after')], large]);
    expect(readBack(file).map(text => text.slice(0, 6))).toEqual([
      'before',
      'after',
      'xxxxxx'
    ]);
  });

  it('never gives the number of an event that was removed to another', () => {
    const committer = new Committer(join(folder(), 'db'));
    committer.commit([[event('a'), event('b')]]);
    committer.commit([[{ sql: 'DELETE FROM event', values: [] }]]);
    expect(committer.commit([[event('c')]])).toEqual([{ rows: [3] }]);
  });
});

describe('the version of a store', () => {
  it('is that of the schema, and opening it again changes nothing', () => {
    const file = join(folder(), 'db');
    new Committer(file).close();
    const committer = new Committer(file);
    committer.commit([[event('a')]]);
    committer.close();
    const database = new DatabaseSync(file);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({
      user_version: MIGRATIONS.length
    });
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({
      journal_mode: 'wal'
    });
  });

  it('refuses what a later release wrote, and leaves it as it is', () => {
    const home = folder();
    const file = join(home, 'db');
    const later = new DatabaseSync(file);
    later.exec('CREATE TABLE future(x); PRAGMA user_version = 999');
    later.close();
    expect(() => new Committer(file)).toThrow(NewerStoreError);
    const database = new DatabaseSync(file);
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([
      { name: 'future' }
    ]);
    expect(readdirSync(home)).toEqual(['db']);
  });

  it('refuses a state that is not one', () => {
    const committer = new Committer(join(folder(), 'db'));
    const [outcome] = committer.commit([
      [
        {
          sql: `INSERT INTO run(id, notebook, number, state, target, reason, pipeline,
            parameters, tree, options, created)
            VALUES ('r', 'n', 1, ?, 'local', '', '', '{}', '', '{}', 0)`,
          values: ['dreaming']
        }
      ]
    ]);
    expect(outcome).toEqual({ error: expect.stringContaining('CHECK') });
  });
});
