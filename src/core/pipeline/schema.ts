import { Type } from '@sinclair/typebox';

import { CARRIED_STATES } from '../flow/library/state';
import { LEFT_UNDER_NAMES, VARIABLE_KINDS } from '../flow/types';

const Name = Type.String({ minLength: 1 });
const Text = Type.Record(Type.String(), Type.String());

export const PARAMETER_TYPES = [
  'int',
  'float',
  'str',
  'bool',
  'list',
  'dict'
] as const;

const ParameterTypeSchema = Type.Union(
  PARAMETER_TYPES.map(type => Type.Literal(type))
);

/** JSON schema of a step's resources, in Kubernetes' notation of quantities. */
export const ResourcesSchema = Type.Object(
  {
    cpu: Type.Optional(Type.String()),
    memory: Type.Optional(Type.String()),
    gpu: Type.Optional(
      Type.Object({ type: Name, count: Type.Integer({ minimum: 1 }) })
    ),
    other: Type.Optional(Text)
  },
  { additionalProperties: false }
);

export const RetrySchema = Type.Object(
  {
    times: Type.Integer({ minimum: 0, maximum: 10 }),
    seconds: Type.Optional(Type.Number({ minimum: 0 })),
    factor: Type.Optional(Type.Number({ minimum: 1 })),
    maxSeconds: Type.Optional(Type.Number({ minimum: 0 }))
  },
  { additionalProperties: false }
);

export const StateKeySchema = Type.Union(
  CARRIED_STATES.map(key => Type.Literal(key))
);

export const SetupItemSchema = Type.Union([
  Type.Object({ definition: Name }, { additionalProperties: false }),
  Type.Object({ variable: Name }, { additionalProperties: false })
]);

export const StepSchema = Type.Object(
  {
    name: Name,
    cells: Type.Array(Type.String()),
    after: Type.Array(Name),
    parameters: Type.Array(Name),
    reads: Type.Array(
      Type.Object(
        { variable: Name, from: Name },
        { additionalProperties: false }
      )
    ),
    writes: Type.Array(Name),
    changes: Type.Array(
      Type.Object(
        {
          variable: Name,
          cells: Type.Array(Type.String(), {
            minItems: 1,
            description:
              'Those of its cells that make of it what they leave, in order.'
          }),
          isNew: Type.Boolean({
            description:
              'The first of them gives it a value whatever it had before: so another change begins where the step has changed it above.'
          }),
          leaves: Type.Union(
            LEFT_UNDER_NAMES.map(left => Type.Literal(left)),
            { description: 'What stands under the name then.' }
          )
        },
        { additionalProperties: false }
      ),
      {
        description:
          'All that its cells may bind, change in place or delete, also through another name; by variable, and of one in the order of the cells.'
      }
    ),
    shared: Type.Array(Type.Array(Name, { minItems: 2 }), {
      description:
        'Those of `writes` that share objects; each group is stored in one piece.'
    }),
    kinds: Type.Record(
      Type.String(),
      Type.Union(VARIABLE_KINDS.map(kind => Type.Literal(kind))),
      { description: 'What each of `writes` holds, as far as can be seen.' }
    ),
    state: Type.Object(
      {
        reads: Type.Array(
          Type.Object(
            { key: StateKeySchema, from: Name },
            { additionalProperties: false }
          )
        ),
        writes: Type.Array(StateKeySchema)
      },
      {
        additionalProperties: false,
        description:
          'Process state (random numbers, settings, environment) taken over and left.'
      }
    ),
    watch: Type.Array(Name, {
      description:
        'Variables of `reads` that the step is taken not to change, and on which later steps rely.'
    }),
    files: Type.Array(
      Type.Object(
        {
          path: Type.String(),
          from: Type.Union([Name, Type.Null()]),
          optional: Type.Optional(
            Type.Literal(true, {
              description: 'Read under a condition, or only looked for.'
            })
          )
        },
        { additionalProperties: false }
      ),
      {
        description:
          'Files of the workspace that the step reads, and the step that wrote each.'
      }
    ),
    definitions: Type.Array(Name, {
      description:
        'Names of the definitions the step repeats, in loading order.'
    }),
    setup: Type.Array(SetupItemSchema, {
      description: 'Definitions and variables in the order they are loaded.'
    }),
    metrics: Type.Array(Name),
    image: Type.Optional(Type.String()),
    resources: ResourcesSchema,
    retry: RetrySchema,
    timeoutSeconds: Type.Union([
      Type.Number({ exclusiveMinimum: 0 }),
      Type.Null()
    ]),
    cache: Type.Boolean(),
    environment: Text,
    secrets: Type.Array(
      Type.Object(
        { secret: Name, key: Name, variable: Name },
        { additionalProperties: false }
      )
    ),
    labels: Text,
    annotations: Text,
    fingerprint: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' })
  },
  { additionalProperties: false }
);

/** The Pipeline document: what targets and the engine see of a notebook. Version 1. */
export const PipelineSchema = Type.Object(
  {
    version: Type.Literal(1),
    name: Type.String({
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 128
    }),
    description: Type.Optional(Type.String()),
    notebook: Type.String({ description: 'File name of the notebook.' }),
    kernel: Type.Union([Type.String(), Type.Null()]),
    parameters: Type.Array(
      Type.Object(
        {
          name: Name,
          type: ParameterTypeSchema,
          default: Type.Unknown(),
          cell: Type.String(),
          index: Type.Optional(Type.Integer({ minimum: 0 })),
          source: Type.Optional(
            Type.String({
              description:
                'The default as Python writes it, where JSON would tell less.'
            })
          )
        },
        { additionalProperties: false }
      )
    ),
    steps: Type.Array(StepSchema),
    metrics: Type.Array(
      Type.Object(
        { name: Name, step: Name, variable: Name },
        { additionalProperties: false }
      )
    ),
    cells: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          index: Type.Integer({ minimum: 0 }),
          source: Type.String()
        },
        { additionalProperties: false }
      ),
      { description: 'Source of every cell that a step runs.' }
    ),
    definitions: Type.Array(
      Type.Object(
        {
          name: Name,
          kind: Type.String(),
          cell: Type.String(),
          index: Type.Integer({ minimum: 0 }),
          line: Type.Integer({ minimum: 1 }),
          source: Type.String()
        },
        { additionalProperties: false }
      ),
      { description: 'Source that steps repeat instead of receiving a value.' }
    )
  },
  {
    $id: 'https://kalette.dev/schema/pipeline.json',
    title: 'Kalette pipeline',
    additionalProperties: false
  }
);
