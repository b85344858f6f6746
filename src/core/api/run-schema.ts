import { Type } from '@sinclair/typebox';

import { literals, Nullable, Time } from './forms';

/** States of a run; the final ones never change. */
export const RUN_STATES = [
  'queued',
  'running',
  'paused',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted'
] as const;

/** States of a step of a run. */
export const STEP_STATES = [
  'waiting',
  'ready',
  'running',
  'retrying',
  'joined',
  'cached',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'interrupted'
] as const;

/** Why a step failed: the exception, the cell and line, and what to do. */
export const StepErrorSchema = Type.Object(
  {
    kind: Type.String({
      description:
        'exception, syntax, save, load, state, changed-input, signal, lost, oom, timeout, environment or internal.'
    }),
    name: Type.String({ description: 'Class of the exception.' }),
    message: Type.String(),
    cell: Nullable(Type.String()),
    index: Nullable(Type.Integer()),
    line: Nullable(Type.Integer()),
    column: Nullable(Type.Integer()),
    traceback: Type.Array(
      Type.Object({
        cell: Nullable(Type.String()),
        index: Type.Optional(
          Nullable(Type.Integer({ description: "The cell's place, from 0." }))
        ),
        file: Nullable(Type.String()),
        line: Type.Integer(),
        name: Type.String(),
        text: Type.String()
      })
    ),
    ansi: Type.String({ description: 'The traceback as IPython prints it.' }),
    hint: Nullable(Type.String()),
    code: Type.Optional(
      Type.String({ description: 'The diagnostic that it belongs to, if any.' })
    ),
    changes: Type.Optional(
      Type.Array(
        Type.Object({
          cell: Type.String(),
          hash: Type.Optional(
            Type.String({
              description:
                "SHA-256 of the cell's source, as the notebook notes it."
            })
          ),
          names: Type.Array(Type.String())
        }),
        {
          description:
            'With DF406: variables that cells changed though the plan took them as only read.'
        }
      )
    )
  },
  { $id: 'StepError' }
);

export const RunStepSchema = Type.Object(
  {
    name: Type.String(),
    position: Type.Integer(),
    state: literals(STEP_STATES),
    after: Type.Array(Type.String()),
    attempts: Type.Integer(),
    startedAt: Nullable(Time),
    endedAt: Nullable(Time),
    seconds: Nullable(Type.Number()),
    error: Nullable(StepErrorSchema),
    report: Nullable(
      Type.String({ description: 'Path of the executed notebook.' })
    ),
    snapshot: Type.Object(
      {
        before: Nullable(Type.String()),
        after: Nullable(Type.String()),
        unsaved: Type.Optional(
          Type.Array(Type.String(), {
            description:
              'Variables that are not in the one after it, as the budget of bytes or seconds did not reach for them; absent when it did for all.'
          })
        )
      },
      { description: 'URLs of the workspace before and after the step.' }
    ),
    cell: Nullable(
      Type.String({ description: 'The cell that runs now, or ran last.' })
    ),
    why: Nullable(
      Type.String({ description: 'Why it waits, ran or was skipped.' })
    )
  },
  { $id: 'RunStep' }
);

export const RunSummarySchema = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer({ description: 'Counts per notebook, from 1.' }),
    notebook: Type.String({
      description: 'Path relative to the served folder.'
    }),
    pipeline: Type.String({ description: 'Name of the pipeline.' }),
    state: literals(RUN_STATES),
    target: Type.String(),
    origin: Nullable(Type.String()),
    parameters: Type.Record(Type.String(), Type.Unknown()),
    metrics: Type.Record(Type.String(), Type.Unknown()),
    floats: Type.Optional(
      Type.Object(
        {
          parameters: Type.Array(Type.String()),
          metrics: Type.Array(Type.String())
        },
        { description: 'Names of the values that Python has as floats.' }
      )
    ),
    error: Nullable(Type.String()),
    createdAt: Time,
    startedAt: Nullable(Time),
    endedAt: Nullable(Time),
    seconds: Type.Optional(
      Nullable(
        Type.Number({
          description:
            'How long it was active; null while it goes on. The time in which it lay interrupted does not count.'
        })
      )
    ),
    activeSince: Type.Optional(
      Type.Union([Time, Type.Null()], {
        description:
          'When it began, moved by the time in which it lay interrupted: from here to its end, or to now, it was active.'
      })
    ),
    done: Type.Integer({ description: 'Steps that ended well.' }),
    total: Type.Integer()
  },
  { $id: 'RunSummary' }
);

/** Files that a run left different from how it found them; the workspace itself is untouched. */
export const RunFilesSchema = Type.Object(
  {
    folder: Type.String({
      description: 'Absolute path of the folder with the new and changed ones.'
    }),
    total: Type.Integer(),
    items: Type.Array(
      Type.Object({
        path: Type.String({ description: 'Relative to the workspace.' }),
        change: Type.Union([
          Type.Literal('new'),
          Type.Literal('changed'),
          Type.Literal('deleted')
        ])
      }),
      { description: 'The first ones, when there are many.' }
    )
  },
  { $id: 'RunFiles' }
);

export const RunSchema = Type.Composite(
  [
    RunSummarySchema,
    Type.Object({
      kernel: Type.String(),
      steps: Type.Array(RunStepSchema),
      files: Nullable(RunFilesSchema),
      seq: Type.Integer({
        description:
          'Sequence number of the last event that this answer contains.'
      })
    })
  ],
  { $id: 'Run' }
);
