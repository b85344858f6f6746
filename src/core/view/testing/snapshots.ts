import type {
  FileChange,
  Inspection,
  Operation,
  Snapshot,
  SnapshotSummary
} from '../../api/types';

/** An id of a snapshot or a tree that begins with the given text. */
export function digestOf(text: string): string {
  return `sha256:${text.padEnd(64, '0')}`;
}

/** A snapshot in a timeline; made before step svm of run 42 unless told otherwise. */
export function summaryOf(
  fields: Partial<SnapshotSummary> = {}
): SnapshotSummary {
  const { id = digestOf('51de09c7') } = fields;
  return {
    id,
    url: `snap:digits/${id.slice(7, 11)}@${id}`,
    bucket: 'digits',
    name: id.slice(7, 11),
    tree: id,
    kind: 'run',
    notebook: 'digits.ipynb',
    run: 'run-42',
    runNumber: 42,
    step: 'svm',
    when: 'before',
    isPartial: false,
    message: '',
    at: '2026-11-21T10:42:04.000Z',
    files: 1284,
    bytes: 212_000_000,
    added: 3_500_000,
    opened: null,
    variables: 2,
    kept: null,
    published: [],
    ...fields
  };
}

/** The same with all that its manifest says: signed here, with two plain variables. */
export function snapshotOf(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    ...summaryOf(fields),
    title: 'before svm',
    signer: { state: 'own', key: '9f31c0'.padEnd(64, '7') },
    python: '3.11.7',
    parent: null,
    consistency: 'stable',
    torn: [],
    skipped: [],
    withheld: [],
    external: [],
    stateBytes: 3_502_200,
    state: [
      {
        name: 'X_aug',
        type: 'numpy.ndarray',
        detail: 'float64 6735 × 64',
        bytes: 3_448_320,
        tier: 'safe',
        step: 'augment'
      },
      {
        name: 'y_aug',
        type: 'numpy.ndarray',
        detail: 'int64 6735',
        bytes: 53_880,
        tier: 'safe',
        step: 'augment'
      }
    ],
    missing: [],
    ...fields
  };
}

/** A file that differs; changed unless told otherwise. */
export function changeOf(
  path: string,
  change: FileChange['change'] = 'changed'
): FileChange {
  return {
    path,
    change,
    before: change === 'new' ? null : 18_000,
    after: change === 'deleted' ? null : 20_000
  };
}

/** What opening the snapshot would do: three files, and nothing that runs code. */
export function inspectionOf(fields: Partial<Inspection> = {}): Inspection {
  const { snapshot = snapshotOf() } = fields;
  return {
    url: snapshot.url,
    source: 'this workspace',
    snapshot,
    isHere: true,
    fetch: 0,
    free: 41_000_000_000,
    folder: 'snapshots/digits-51de',
    workspace: '',
    here: {
      same: 1281,
      total: 3,
      items: [
        changeOf('digits.ipynb'),
        changeOf('src/features.py'),
        changeOf('out/report.html', 'deleted')
      ],
      refused: null
    },
    code: [],
    links: [],
    ...fields
  };
}

/** Something that takes a while; it runs unless told otherwise. */
export function operationOf(fields: Partial<Operation> = {}): Operation {
  return {
    id: 'op-1',
    kind: 'restore',
    state: 'running',
    phase: 'Reading files',
    done: 0,
    total: null,
    unit: 'files',
    result: null,
    problem: null,
    ...fields
  };
}
