import { Type } from '@sinclair/typebox';

import { Bytes, literals, Nullable, Path, Time } from './forms';

/** Who asked for a snapshot. */
export const SNAPSHOT_KINDS = ['run', 'manual', 'safety'] as const;

/** Where in a run a snapshot stands. */
export const SNAPSHOT_MOMENTS = ['start', 'before', 'after'] as const;

/** How far a signature can be relied on. */
export const SIGNERS = [
  'own',
  'trusted',
  'unknown',
  'unsigned',
  'invalid'
] as const;

/** What in a snapshot could run code once it is opened. */
export const CODE_KINDS = [
  'startup',
  'environment',
  'cells',
  'variables',
  'notebook',
  'hook'
] as const;

/** One row of a timeline. */
export const SnapshotSummarySchema = Type.Object(
  {
    id: Type.String({ description: 'sha256:HEX of the manifest.' }),
    url: Type.String({ description: 'snap:BUCKET/NAME@sha256:HEX' }),
    bucket: Type.String(),
    name: Type.String(),
    tree: Type.String({
      description: 'sha256:HEX; equal for equal files, whenever and wherever.'
    }),
    kind: literals(SNAPSHOT_KINDS),
    notebook: Nullable(Path),
    run: Nullable(Type.String({ description: 'Id of the run.' })),
    runNumber: Nullable(Type.Integer()),
    step: Nullable(Type.String()),
    when: Nullable(literals(SNAPSHOT_MOMENTS)),
    isPartial: Type.Boolean({
      description: 'What a failed step left; not a result.'
    }),
    attempt: Type.Optional(
      Type.Integer({
        description: 'Which try of the step, from the second one on.'
      })
    ),
    message: Type.String(),
    at: Time,
    files: Type.Integer(),
    bytes: Bytes,
    added: Type.Integer({
      description:
        'Bytes that it added to the store, files and variables; the rest was there.'
    }),
    opened: Nullable(
      Type.String({
        description:
          'Of a safety snapshot: the first digits of the one that was opened.'
      })
    ),
    copied: Type.Optional(
      Type.Integer({
        description:
          'Of a safety snapshot: number of the run whose files were copied then.'
      })
    ),
    variables: Type.Integer(),
    stateBytes: Type.Optional(
      Type.Integer({
        description: 'Of all variables; what several share counts once.'
      })
    ),
    kept: Nullable(
      Type.String({ description: 'Name under which it is never pruned.' })
    ),
    published: Type.Array(
      Type.String({ description: 'URL of a place that has a copy.' }),
      { description: 'The place published to last comes last.' }
    )
  },
  { $id: 'SnapshotSummary' }
);

/** A variable that comes with a snapshot. */
export const SnapshotVariableSchema = Type.Object(
  {
    name: Type.String(),
    type: Type.String({ description: 'Qualified name of its class.' }),
    detail: Type.String({ description: 'Such as `float64 6735 × 64`.' }),
    bytes: Bytes,
    tier: Type.Union([Type.Literal('safe'), Type.Literal('trusted')], {
      description:
        'safe: plain data. trusted: reading it can run code of whoever made it.'
    }),
    step: Nullable(Type.String({ description: 'The step that made it.' })),
    sharedWith: Type.Optional(
      Type.String({
        description:
          'A variable before it that is kept in the same file: the bytes are those of both.'
      })
    ),
    from: Type.Optional(
      Type.String({
        description:
          'Where it would be loaded from the snapshot behind another step: that step.'
      })
    )
  },
  { $id: 'SnapshotVariable' }
);

/** A variable that a snapshot could not take along. */
export const MissingVariableSchema = Type.Object(
  {
    name: Type.String(),
    type: Type.String(),
    reason: Type.String({ description: 'Part of a sentence: `an open file`.' }),
    cell: Nullable(
      Type.String({ description: 'The cell to run to have it again.' })
    ),
    index: Nullable(
      Type.Integer({ description: "The cell's place in the notebook, from 0." })
    ),
    step: Type.Optional(
      Type.String({ description: 'The step beside that has it in the end.' })
    ),
    next: Type.Optional(
      Type.Array(Type.Object({ cell: Type.String(), index: Type.Integer() }), {
        description: 'Cells to run after that one, which change it.'
      })
    ),
    outdated: Type.Optional(
      Type.Boolean({
        description: 'Cells of others change what the step beside leaves.'
      })
    )
  },
  { $id: 'MissingVariable' }
);

export const SignerSchema = Type.Object(
  {
    state: literals(SIGNERS),
    key: Nullable(
      Type.String({ description: 'ed25519 public key, 64 hex digits.' })
    )
  },
  { $id: 'Signer' }
);

/** A snapshot with all that its manifest says. */
export const SnapshotSchema = Type.Composite(
  [
    SnapshotSummarySchema,
    Type.Object({
      title: Type.String(),
      signer: SignerSchema,
      python: Nullable(Type.String({ description: 'Version of Python.' })),
      parent: Nullable(Type.String()),
      consistency: Type.String({ description: 'frozen, stable or torn.' }),
      torn: Type.Array(Path),
      skipped: Type.Array(Path, {
        description: 'Sockets, devices and what could not be read.'
      }),
      withheld: Type.Array(Path, {
        description: 'Looks like a secret, and was left out.'
      }),
      external: Type.Array(Path, {
        description:
          'Environments, other file systems, and folders that snapshots were opened into.'
      }),
      stateBytes: Type.Integer({
        description: 'Of all variables; what several share counts once.'
      }),
      state: Type.Array(SnapshotVariableSchema),
      parameters: Type.Optional(
        Type.Array(
          Type.Object({
            name: Type.String(),
            value: Type.String({ description: 'As JSON.' })
          }),
          { description: 'Those of the run that no step has changed.' }
        )
      ),
      missing: Type.Array(MissingVariableSchema)
    })
  ],
  { $id: 'Snapshot' }
);

export const FileChangeSchema = Type.Object(
  {
    path: Path,
    change: Type.Union([
      Type.Literal('new'),
      Type.Literal('changed'),
      Type.Literal('deleted')
    ]),
    before: Nullable(Bytes),
    after: Nullable(Bytes)
  },
  { $id: 'FileChange' }
);

/** An entry of a folder of a snapshot. */
export const SnapshotEntrySchema = Type.Object(
  {
    path: Path,
    kind: Type.Union([
      Type.Literal('file'),
      Type.Literal('folder'),
      Type.Literal('link')
    ]),
    size: Nullable(Bytes),
    target: Nullable(Type.String({ description: 'Where a link leads.' }))
  },
  { $id: 'SnapshotEntry' }
);

export const SnapshotFolderSchema = Type.Object(
  {
    items: Type.Array(SnapshotEntrySchema, {
      description: 'In order of their names; as many as were asked for.'
    }),
    next: Nullable(
      Type.Integer({ description: 'Where to go on; null when all are here.' })
    )
  },
  { $id: 'SnapshotFolder' }
);

/** What of a snapshot looks like a secret. */
export const SnapshotSecretsSchema = Type.Object(
  {
    paths: Type.Array(Path, {
      description:
        'A folder ends with a slash and stands for all that is in it.'
    }),
    more: Type.Integer({
      description: 'How many others, which are not listed.'
    })
  },
  { $id: 'SnapshotSecrets' }
);

/** What differs between two trees; `new` is in the second one only. */
export const SnapshotDiffSchema = Type.Object(
  {
    same: Type.Integer({ description: 'How many files are the same.' }),
    total: Type.Integer({ description: 'How many differ.' }),
    items: Type.Array(FileChangeSchema, {
      description: 'In order of their paths; as many as were asked for.'
    }),
    secrets: Type.Optional(
      Type.Array(Path, {
        description:
          'What looks like a secret and is deleted or changed, as far as it is listed; a folder ends with a slash and stands for all that is in it.'
      })
    )
  },
  { $id: 'SnapshotDiff' }
);
