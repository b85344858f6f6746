import { RUN_STATES, STEP_STATES } from '../../core/api/run-schema';
import { ATTEMPT_STATES } from '../runs/transitions';

const oneOf = (column: string, words: readonly string[]) =>
  `CHECK (${column} IN (${words.map(word => `'${word}'`).join(', ')}))`;

const VERSION_1 = `
CREATE TABLE run(
  id TEXT PRIMARY KEY, notebook TEXT NOT NULL, number INTEGER NOT NULL,
  state TEXT NOT NULL ${oneOf('state', RUN_STATES)},
  target TEXT NOT NULL, reason TEXT NOT NULL,
  origin TEXT REFERENCES run(id) ON DELETE SET NULL,
  study TEXT, trial INTEGER, pipeline TEXT NOT NULL, parameters TEXT NOT NULL,
  tree TEXT NOT NULL, options TEXT NOT NULL, metrics TEXT, error TEXT,
  created INTEGER NOT NULL, started INTEGER, ended INTEGER,
  pinned INTEGER NOT NULL DEFAULT 0, UNIQUE(notebook, number)) STRICT;
CREATE INDEX run_list ON run(notebook, created DESC, id);
CREATE INDEX run_open ON run(state) WHERE ended IS NULL;
CREATE TABLE step(
  run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE, name TEXT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT NOT NULL ${oneOf('state', STEP_STATES)},
  fingerprint TEXT, parts TEXT, why TEXT, result TEXT REFERENCES result(id),
  attempts INTEGER NOT NULL DEFAULT 0, started INTEGER, ended INTEGER,
  error TEXT, PRIMARY KEY(run, name)) STRICT, WITHOUT ROWID;
CREATE TABLE attempt(
  run TEXT NOT NULL, step TEXT NOT NULL, number INTEGER NOT NULL,
  state TEXT NOT NULL ${oneOf('state', ATTEMPT_STATES)},
  pid INTEGER, pid_start TEXT, boot TEXT, started INTEGER NOT NULL,
  ended INTEGER, exit TEXT, usage TEXT, report TEXT,
  PRIMARY KEY(run, step, number),
  FOREIGN KEY(run, step) REFERENCES step(run, name) ON DELETE CASCADE)
  STRICT, WITHOUT ROWID;
CREATE TABLE result(
  id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, tree TEXT NOT NULL,
  variables TEXT NOT NULL, metrics TEXT, report TEXT, seconds REAL NOT NULL,
  bytes INTEGER NOT NULL,
  state TEXT NOT NULL ${oneOf('state', ['good', 'bad'])},
  created INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;
CREATE INDEX result_lookup ON result(fingerprint, created DESC)
  WHERE state = 'good';
CREATE TABLE object(
  digest TEXT PRIMARY KEY, bytes INTEGER NOT NULL, verified INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE reference(
  owner TEXT NOT NULL, digest TEXT NOT NULL REFERENCES object(digest),
  PRIMARY KEY(owner, digest)) STRICT, WITHOUT ROWID;
CREATE INDEX reference_by ON reference(digest);
CREATE TABLE event(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT, step TEXT, attempt INTEGER,
  kind TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
CREATE INDEX event_run ON event(run, seq);
CREATE INDEX event_step ON event(run, step, seq);
CREATE TABLE duration(
  key TEXT PRIMARY KEY, mean REAL, n INTEGER, peak INTEGER, updated INTEGER)
  STRICT, WITHOUT ROWID;
CREATE TABLE environment(
  key TEXT PRIMARY KEY, facts TEXT NOT NULL, seen INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
`;

/**
 * URLs of the snapshots that a run took, and what a snapshot is worth to people: `kept` is the
 * name that keeps it from being pruned, `published` a JSON list of URLs.
 */
const VERSION_2 = `
ALTER TABLE run ADD COLUMN snapshot TEXT;
ALTER TABLE step ADD COLUMN "before" TEXT;
ALTER TABLE step ADD COLUMN "after" TEXT;
CREATE TABLE snapshot(
  id TEXT PRIMARY KEY, kept TEXT, published TEXT NOT NULL DEFAULT '[]') STRICT;
`;

/** Variables that a step had and the snapshot after it lacks, as the budget did not reach. */
const VERSION_3 = `
ALTER TABLE step ADD COLUMN unsaved TEXT;
`;

/** What takes the store from version `n` to `n + 1`, in order; never edited, only added to. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3];

/** Set on every connection that writes. */
export const PRAGMAS =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; ' +
  'PRAGMA busy_timeout=5000; PRAGMA fullfsync=ON;';
