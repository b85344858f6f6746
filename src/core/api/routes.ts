import { type TSchema, Type } from '@sinclair/typebox';

import { ENDPOINTS, type EndpointName } from './endpoints';
import * as schema from './schema';
import { ListQuery, pageOf, Scope, ScopeQuery } from './scope';
import { SNAPSHOT_ROUTES } from './snapshot-routes';

/** One route of the engine: all that the server, the OpenAPI document and the client need. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** Parts of the path. */
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Status of the answer when all went well. */
  readonly status: number;
  /** Absent: the answer is empty. */
  readonly response?: TSchema;
  /** Media type of the answer, when it is not JSON. */
  readonly media?: string;
}

const RunParams = Type.Object({
  run: Type.String({ description: 'Id of the run.' })
});

const StepParams = Type.Object({
  run: Type.String({ description: 'Id of the run.' }),
  step: Type.String({ description: 'Name of the step.' })
});

const LogQuery = Type.Object({
  ...Scope,
  last: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Only so many lines, from the end; without it all of them.'
    })
  )
});

const CancelQuery = Type.Object({
  ...Scope,
  force: Type.Optional(
    Type.Boolean({
      description: 'End the steps at once, without time to end by themselves.'
    })
  )
});

const EventQuery = Type.Object({
  ...Scope,
  run: Type.Optional(Type.String()),
  kinds: Type.Optional(
    Type.String({
      description:
        'Kinds to send, separated by commas; `run` stands for all that begin with `run.`.'
    })
  ),
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Only events after this number; the header Last-Event-ID says the same.'
    })
  )
});

export const RunPageSchema = pageOf('RunPage', schema.RunSummarySchema);

/** Every route of the engine; the single source of its API. */
export const ROUTES = {
  health: {
    ...ENDPOINTS.health,
    summary: 'Says that the engine answers, and which one.',
    status: 200,
    response: schema.HealthSchema
  },
  analyse: {
    ...ENDPOINTS.analyse,
    summary: 'Analyses a notebook.',
    body: schema.AnalysisRequestSchema,
    status: 200,
    response: schema.AnalysisSchema
  },
  moveRuns: {
    ...ENDPOINTS.moveRuns,
    summary:
      'Says that a notebook has another path: its runs go with it, unless there still is a file at the old one, or the new one is in another workspace.',
    body: schema.MoveRequestSchema,
    status: 200,
    response: schema.MovedSchema
  },
  startRun: {
    ...ENDPOINTS.startRun,
    summary: 'Starts a run; it goes on after the answer.',
    body: schema.RunRequestSchema,
    status: 201,
    response: schema.RunSchema
  },
  listRuns: {
    ...ENDPOINTS.listRuns,
    summary: 'Lists runs, newest first.',
    query: ListQuery,
    status: 200,
    response: RunPageSchema
  },
  getRun: {
    ...ENDPOINTS.getRun,
    summary: 'A run with its steps.',
    params: RunParams,
    query: ScopeQuery,
    status: 200,
    response: schema.RunSchema
  },
  cancelRun: {
    ...ENDPOINTS.cancelRun,
    summary:
      'Asks a run to end; it ends later. Asked a second time, its steps are ended by force.',
    params: RunParams,
    query: CancelQuery,
    status: 202,
    response: schema.RunSchema
  },
  resumeRun: {
    ...ENDPOINTS.resumeRun,
    summary: 'Continues an interrupted run; finished steps are kept.',
    params: RunParams,
    query: ScopeQuery,
    status: 202,
    response: schema.RunSchema
  },
  removeRun: {
    ...ENDPOINTS.removeRun,
    summary: 'Removes a run that has ended, with all it left.',
    params: RunParams,
    query: ScopeQuery,
    status: 204
  },
  getLogs: {
    ...ENDPOINTS.getLogs,
    summary: 'What the last attempt at a step printed and showed.',
    params: StepParams,
    query: LogQuery,
    status: 200,
    response: Type.Array(schema.LogLineSchema)
  },
  getReport: {
    ...ENDPOINTS.getReport,
    summary: 'The executed notebook of a step, nbformat 4.',
    params: StepParams,
    query: ScopeQuery,
    status: 200,
    response: Type.Object(
      {},
      { additionalProperties: true, description: 'A notebook.' }
    )
  },
  getEvents: {
    ...ENDPOINTS.getEvents,
    summary:
      'Server-sent events: id is the number, event the kind, data the event. First what happened already, then what happens. An event `reset` says: read the resources again.',
    query: EventQuery,
    status: 200,
    response: schema.EventSchema,
    media: 'text/event-stream'
  },
  ...SNAPSHOT_ROUTES
} as const satisfies Record<EndpointName, Route>;
