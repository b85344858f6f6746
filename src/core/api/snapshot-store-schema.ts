import { Type } from '@sinclair/typebox';

import { Bytes, literals, Nullable } from './forms';

export const OPERATION_STATES = [
  'running',
  'succeeded',
  'failed',
  'cancelled'
] as const;

/** What became of an opening that was interrupted; the last two are looked at again. */
export const RECOVERIES = [
  'resumed',
  'rolled-back',
  'left',
  'waiting',
  'failed'
] as const;

/** What a user can do about an interrupted opening in whose folder something was changed since. */
export const RECOVERY_CHOICES = ['finish', 'back', 'leave'] as const;

export const RecoverRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    choice: literals(RECOVERY_CHOICES)
  },
  { $id: 'RecoverRequest' }
);

/** How much room snapshots take. */
export const SnapshotUsageSchema = Type.Object(
  {
    bytes: Bytes,
    limit: Bytes,
    count: Type.Integer(),
    unreadable: Type.Array(Type.String(), {
      description: 'Ids of snapshots that are damaged or gone.'
    }),
    recovered: Type.Array(
      Type.Object({
        how: literals(RECOVERIES),
        folder: Type.String({ description: 'Where it was opened.' }),
        id: Type.String({ description: 'The snapshot that was opened.' }),
        safety: Nullable(
          Type.String({ description: 'URL of how it was there before.' })
        ),
        why: Type.String({ description: 'Why it failed; else empty.' }),
        changed: Type.Array(Type.String(), {
          description:
            'Paths changed since, for which it waits; relative to the folder.'
        }),
        more: Type.Integer({ description: 'How many others.' }),
        meanwhile: Nullable(
          Type.String({
            description: 'URL of what was there when a choice replaced it.'
          })
        )
      }),
      {
        description:
          'Openings that were interrupted: put right since the engine started, or waiting.'
      }
    )
  },
  { $id: 'SnapshotUsage' }
);

/** Something that takes a while, and can be cancelled. */
export const OperationSchema = Type.Object(
  {
    id: Type.String(),
    kind: Type.String({
      description:
        'create, restore, recover, publish, withdraw, fetch, subscribe, poll, verify, prune or apply.'
    }),
    state: literals(OPERATION_STATES),
    phase: Type.String({ description: 'What it is doing, for people.' }),
    done: Type.Integer(),
    total: Nullable(Type.Integer()),
    unit: Type.Union([Type.Literal('files'), Type.Literal('bytes')]),
    result: Type.Unknown({ description: 'As its kind has it; null before.' }),
    problem: Nullable(
      Type.Object({
        code: Type.String(),
        detail: Type.String(),
        hint: Type.Optional(Type.String())
      })
    )
  },
  { $id: 'Operation' }
);
