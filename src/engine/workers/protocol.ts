import { type Static, type TSchema, Type } from '@sinclair/typebox';

import { StepErrorSchema } from '../../core/api/run-schema';
import { Nullable } from '../../core/api/forms';
import { MissingVariableSchema } from '../../core/api/snapshot-schema';

/** Name and version of the protocol between engine, worker host and steps. */
export const PROTOCOL = 'kalette-worker/1';

/** Longest line that is read, in bytes: an output may be large, the rest is small. */
export const MAX_LINE = 16 * 2 ** 20;

const Optional = <T extends TSchema>(type: T) => Type.Optional(Nullable(type));
const typed = <T extends string>(type: T) => ({ type: Type.Literal(type) });

/** A saved variable, or the note that the name was not bound. */
export const SavedVariableSchema = Type.Union([
  Type.Object({
    name: Type.String(),
    type: Type.String(),
    detail: Type.Optional(Type.String()),
    tier: Type.String(),
    format: Type.String(),
    group: Type.Unknown(),
    /** Names of variables in other files that this one's only names. */
    refers: Type.Optional(Type.Array(Type.String())),
    digest: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 0 }),
    file: Type.String({ pattern: '^[^/\\\\]+$' }),
    library: Optional(Type.String()),
    version: Optional(Type.String()),
    seconds: Optional(Type.Number())
  }),
  Type.Object({ name: Type.String(), unbound: Type.Literal(true) })
]);

const Names = Type.Object({
  bound: Type.Array(Type.String()),
  read: Type.Array(Type.String())
});

/**
 * How an interpreter reads a cell: its syntax error, else the names of the notebook that the
 * cell has at least and at most; `null` where the interpreter cannot say.
 */
export const CellReadingSchema = Type.Object({
  error: Nullable(
    Type.Object({
      message: Type.String(),
      line: Nullable(Type.Integer()),
      column: Nullable(Type.Integer())
    })
  ),
  least: Nullable(Names),
  most: Nullable(Names)
});

/** What a host says on its standard output. */
export const HostMessageSchema = Type.Union([
  Type.Object({
    ...typed('hello'),
    protocol: Type.Literal(PROTOCOL),
    python: Type.String(),
    platform: Type.String(),
    pid: Type.Integer(),
    preloaded: Type.Array(Type.Unknown()),
    fork: Type.Boolean(),
    why: Nullable(Type.String())
  }),
  Type.Object({
    ...typed('started'),
    attempt: Type.String(),
    pid: Type.Integer(),
    pidStart: Optional(Type.Union([Type.String(), Type.Number()]))
  }),
  Type.Object({
    ...typed('exited'),
    attempt: Type.String(),
    code: Nullable(Type.Integer()),
    signal: Nullable(Type.Union([Type.String(), Type.Integer()])),
    usage: Optional(
      Type.Object({
        user: Type.Optional(Type.Number()),
        system: Type.Optional(Type.Number()),
        maxRss: Type.Optional(Type.Number())
      })
    )
  }),
  Type.Object({
    ...typed('compiled'),
    id: Type.String(),
    /** As many as there were sources; none when the interpreter could not say. */
    readings: Type.Array(CellReadingSchema)
  }),
  Type.Object({
    ...typed('preloaded'),
    modules: Type.Optional(Type.Array(Type.Unknown()))
  }),
  Type.Object({
    ...typed('failed'),
    attempt: Type.String(),
    message: Type.String()
  })
]);

/** What the engine writes to a host's standard input. */
export const HostRequestSchema = Type.Union([
  Type.Object({
    ...typed('preload'),
    modules: Type.Array(Type.String())
  }),
  Type.Object({
    ...typed('compile'),
    id: Type.String(),
    sources: Type.Array(Type.String())
  }),
  Type.Object({
    ...typed('start'),
    attempt: Type.String(),
    plan: Type.String(),
    socket: Type.String(),
    token: Type.String(),
    mode: Type.Union([Type.Literal('fork'), Type.Literal('spawn')]),
    env: Type.Record(Type.String(), Type.String()),
    fd1: Type.String(),
    fd2: Type.String()
  }),
  Type.Object({
    ...typed('signal'),
    attempt: Type.String(),
    signal: Type.String(),
    group: Type.Boolean()
  }),
  Type.Object(typed('shutdown'))
]);

const Output = Type.Record(Type.String(), Type.Unknown());

/** What a step says on its socket. */
export const StepMessageSchema = Type.Union([
  Type.Object({
    ...typed('hello'),
    protocol: Type.Literal(PROTOCOL),
    attempt: Type.String(),
    token: Type.String()
  }),
  Type.Object({
    ...typed('phase'),
    name: Type.String(),
    seconds: Optional(Type.Number())
  }),
  Type.Object({
    ...typed('cell'),
    index: Type.Integer(),
    id: Type.String(),
    state: Type.Union([
      Type.Literal('started'),
      Type.Literal('done'),
      Type.Literal('error')
    ]),
    at: Optional(Type.Number()),
    seconds: Optional(Type.Number()),
    fd1: Optional(Type.Integer()),
    fd2: Optional(Type.Integer())
  }),
  Type.Object({
    ...typed('output'),
    cell: Nullable(Type.String()),
    n: Type.Optional(Type.Integer()),
    output: Type.Optional(Output),
    clear: Type.Optional(Type.Boolean()),
    wait: Type.Optional(Type.Boolean()),
    update: Type.Optional(Type.String())
  }),
  Type.Object({
    ...typed('metric'),
    name: Type.String(),
    value: Type.Unknown(),
    step: Optional(Type.Number())
  }),
  Type.Object({
    ...typed('metrics'),
    values: Type.Record(Type.String(), Type.Unknown()),
    /** Names of the values that are floats, also where JSON does not show it. */
    floats: Type.Optional(Type.Array(Type.String()))
  }),
  Type.Object({
    ...typed('usage'),
    rss: Optional(Type.Number()),
    cpu: Optional(Type.Number()),
    gpu: Optional(Type.Unknown())
  }),
  Type.Object({
    ...typed('saving'),
    /** What is about to be written; empty when all is. */
    names: Type.Array(Type.String()),
    /** The cell that made it, where a cell of the step did. */
    cell: Nullable(Type.String())
  }),
  Type.Object({
    ...typed('saved'),
    variables: Type.Array(SavedVariableSchema)
  }),
  Type.Object({ ...typed('error'), ...StepErrorSchema.properties }),
  Type.Object({
    ...typed('done'),
    ok: Type.Boolean(),
    report: Optional(
      Type.Object({ path: Type.String(), digest: Type.String() })
    )
  }),
  Type.Object({
    ...typed('keeping'),
    /** What may be spent on the variables that wait, in seconds. */
    seconds: Type.Number(),
    /** Those that were saved already. */
    variables: Type.Array(SavedVariableSchema),
    /** Names of received variables that are as they were, in the files that they came in. */
    received: Type.Array(Type.String()),
    /** The same, whichever files they are in by now. */
    untouched: Type.Array(Type.String()),
    /** Names of received values that may be others inside, and of code that it put something into. */
    changed: Type.Array(Type.String()),
    /** Received names that mean another value. */
    rebound: Type.Array(Type.String()),
    /** Names that cells gave a value to that every step repeats, and that the step left so. */
    given: Type.Array(Type.String()),
    /** The same, but that functions of the step may have given them that value again. */
    unsure: Type.Array(Type.String()),
    /** Names that meant something when the step began, or now mean modules, and no variable. */
    gone: Type.Array(Type.String()),
    /** What is yet to be written. */
    waiting: Type.Array(Type.Omit(MissingVariableSchema, ['reason'])),
    python: Type.String(),
    versions: Type.Record(Type.String(), Type.String())
  }),
  Type.Object({
    ...typed('kept'),
    variables: Type.Array(SavedVariableSchema),
    left: Type.Array(MissingVariableSchema),
    /** Names among what was left for which the budget did not reach. */
    beyond: Type.Array(Type.String())
  })
]);

/**
 * What may follow `done`: the result of the step stands by then, and variables that only its
 * snapshot wants are saved. Native code of theirs may yet end the process.
 */
export const AFTER_DONE: ReadonlySet<StepMessage['type']> = new Set([
  'keeping',
  'kept',
  'saving',
  'output',
  'usage'
]);

/** What the engine answers a step. */
export const StepAnswerSchema = Type.Object({
  ...typed('answer'),
  stop: Type.Boolean()
});

export type CellReading = Static<typeof CellReadingSchema>;
export type SavedVariable = Static<typeof SavedVariableSchema>;
export type HostMessage = Static<typeof HostMessageSchema>;
export type HostRequest = Static<typeof HostRequestSchema>;
export type StepMessage = Static<typeof StepMessageSchema>;
export type StepAnswer = Static<typeof StepAnswerSchema>;

/** The published form of the protocol: `schema/worker.json`. */
export const WorkerSchema = {
  $id: 'https://kalette.dev/schema/worker.json',
  title: 'Kalette worker protocol',
  description: `${PROTOCOL}: one JSON object a line, UTF-8; unknown fields are ignored.`,
  $defs: {
    HostMessage: HostMessageSchema,
    HostRequest: HostRequestSchema,
    StepMessage: StepMessageSchema,
    StepAnswer: StepAnswerSchema
  }
};
