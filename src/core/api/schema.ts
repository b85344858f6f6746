import { Type } from '@sinclair/typebox';

import { DiagnosticSchema } from '../diagnostic-schema';
import { Nullable, Time } from './forms';

export * from './run-schema';

export const RunRequestSchema = Type.Object(
  {
    notebook: Type.String({
      description: 'Path relative to the served folder.'
    }),
    content: Type.Optional(
      Type.Unknown({
        description:
          'The notebook as it stands in the editor; else the file is read.'
      })
    ),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    until: Type.Optional(Type.String({ description: 'Run up to this step.' })),
    kernel: Type.Optional(Type.String()),
    fresh: Type.Optional(Type.Boolean())
  },
  { $id: 'RunRequest' }
);

export const AnalysisRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    content: Type.Optional(Type.Unknown())
  },
  { $id: 'AnalysisRequest' }
);

export const MoveRequestSchema = Type.Object(
  {
    notebook: Type.String({ description: 'Path that the notebook has now.' }),
    from: Type.String({ description: 'Path that it had.' })
  },
  { $id: 'MoveRequest' }
);

export const MovedSchema = Type.Object(
  {
    runs: Type.Integer({ description: 'How many runs went with it.' })
  },
  { $id: 'Moved' }
);

export const AnalysisSchema = Type.Object(
  {
    version: Type.Literal(1),
    pipeline: Nullable(Type.Unknown()),
    diagnostics: Type.Array(DiagnosticSchema)
  },
  { $id: 'Analysis' }
);

/** One line of a step's log. */
export const LogLineSchema = Type.Object(
  {
    at: Time,
    stream: Type.String({ description: 'stdout, stderr, display or system.' }),
    cell: Nullable(Type.String()),
    text: Type.String()
  },
  { $id: 'LogLine' }
);

export const EventSchema = Type.Object(
  {
    seq: Type.Integer({
      description: 'Rises strictly in one store; never used twice.'
    }),
    run: Nullable(Type.String()),
    step: Nullable(Type.String()),
    attempt: Nullable(Type.Integer()),
    kind: Type.String({
      description:
        'run.STATE, step.STATE, attempt.STATE, cell.started, cell.ended, output, metric, usage or problem.'
    }),
    at: Time,
    data: Type.Record(Type.String(), Type.Unknown())
  },
  { $id: 'Event' }
);

export const HealthSchema = Type.Object(
  {
    ok: Type.Boolean(),
    version: Type.String(),
    node: Type.String(),
    pid: Type.Integer()
  },
  { $id: 'Health' }
);

/** RFC 9457, with a stable `code` and what to do next. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    hint: Type.Optional(Type.String()),
    diagnostics: Type.Optional(Type.Array(DiagnosticSchema))
  },
  { $id: 'Problem' }
);
