import { Type } from '@sinclair/typebox';

import { literals, Nullable, Path } from './forms';
import {
  CODE_KINDS,
  MissingVariableSchema,
  SnapshotDiffSchema,
  SnapshotSchema
} from './snapshot-schema';

/** All that a person must know before a snapshot is opened. Nothing was written to learn it. */
export const InspectionSchema = Type.Object(
  {
    url: Type.String(),
    source: Type.String({
      description: 'Where it lies: `this workspace`, or the address.'
    }),
    // With the variables that come along from steps beside.
    snapshot: SnapshotSchema,
    isHere: Type.Boolean({
      description: 'The store has it, so that its files can be looked at.'
    }),
    fetch: Type.Integer({
      description: 'Bytes to be fetched to open it, at most.'
    }),
    free: Type.Integer({ description: 'Bytes free where it would go.' }),
    folder: Type.String({
      description:
        'The new folder that is proposed, relative to what is served.'
    }),
    workspace: Type.String({
      description: 'The workspace that it could be opened in; the same form.'
    }),
    here: Type.Composite([
      SnapshotDiffSchema,
      Type.Object({
        refused: Nullable(
          Type.String({ description: 'Why it cannot be opened here.' })
        )
      })
    ]),
    code: Type.Array(
      Type.Object({
        kind: literals(CODE_KINDS),
        path: Nullable(Path),
        detail: Type.String(),
        canView: Type.Boolean()
      })
    ),
    links: Type.Array(Type.Object({ path: Path, target: Type.String() }), {
      description:
        'Links that leave the folder; a foreign snapshot is opened without them.'
    })
  },
  { $id: 'Inspection' }
);

export const SnapshotRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    message: Type.Optional(Type.String()),
    name: Type.Optional(
      Type.String({
        description:
          'Its name in the bucket `manual`; where it has been taken under that name already, it is not taken again.'
      })
    ),
    take: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'Paths, relative to the workspace, that are taken along from now on though they look like secrets; each becomes a line of .snapshotignore.'
      })
    )
  },
  { $id: 'SnapshotRequest' }
);

export const InspectRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    url: Type.String()
  },
  { $id: 'InspectRequest' }
);

/** What a person agreed to. */
export const RestoreRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    url: Type.String(),
    to: Type.Union([Type.Literal('new'), Type.Literal('here')]),
    folder: Type.Optional(
      Type.String({ description: 'With `new`; relative to what is served.' })
    ),
    allow: Type.Array(literals(CODE_KINDS), {
      description: 'Kinds of code that may come along.'
    }),
    keep: Type.Optional(
      Type.Array(Path, { description: 'Files to be left as they are here.' })
    )
  },
  { $id: 'RestoreRequest' }
);

/** How to bring a notebook back to where the snapshot was taken. */
export const ResumeSchema = Type.Object(
  {
    notebook: Type.String({ description: 'Relative to what is served.' }),
    cell: Nullable(Type.String({ description: 'The cell to go to.' })),
    definitions: Type.Array(Type.String(), {
      description: 'Cells to run first: imports and functions.'
    }),
    code: Nullable(
      Type.String({
        description:
          'What the kernel runs to get the variables; it prints one line of JSON: {"restored": [names], "failed": [{"name", "reason"}]}.'
      })
    ),
    variables: Type.Integer(),
    missing: Type.Array(MissingVariableSchema)
  },
  { $id: 'Resume' }
);

/** How to get more of a snapshot that was opened already. */
export const ResumeRequestSchema = Type.Object(
  {
    folder: Type.String({
      description: 'Where it was opened, relative to what is served.'
    }),
    allow: Type.Array(literals(CODE_KINDS), {
      description: 'Kinds of code that may come along.'
    })
  },
  { $id: 'ResumeRequest' }
);

export const RestoredSchema = Type.Object(
  {
    folder: Type.String({ description: 'Relative to what is served.' }),
    written: Type.Integer(),
    removed: Type.Integer(),
    withheld: Type.Optional(
      Type.Integer({
        description: 'Files left out, as they run by themselves.'
      })
    ),
    linksOut: Type.Optional(
      Type.Array(Path, {
        description: 'Links left out, as they lead out of the folder.'
      })
    ),
    safety: Nullable(
      Type.String({ description: 'URL of how the workspace was before.' })
    ),
    resume: Nullable(ResumeSchema)
  },
  { $id: 'Restored' }
);
