import { Type } from '@sinclair/typebox';

import { StateKeySchema } from './schema';

const Name = Type.String({ minLength: 1 });

const SourceSchema = Type.Object({
  id: Type.String(),
  index: Type.Integer({ minimum: 0 }),
  line: Type.Integer({ minimum: 1 }),
  source: Type.String()
});

/**
 * What `kalette.runtime` needs to run one step: the part that is known when the pipeline is
 * compiled. Version 1. Read by Python, so names are kept short and flat.
 */
export const StepPlanSchema = Type.Object(
  {
    version: Type.Literal(1),
    pipeline: Name,
    notebook: Type.String(),
    step: Name,
    parameters: Type.Array(
      Type.Object({
        name: Name,
        type: Type.String(),
        default: Type.Unknown(),
        source: Type.Optional(
          Type.String({ description: 'The default as a Python literal.' })
        )
      }),
      { description: 'Set before anything else runs.' }
    ),
    setup: Type.Array(
      Type.Union([
        Type.Object({ definition: Name, cell: SourceSchema }),
        Type.Object({ variable: Name })
      ])
    ),
    cells: Type.Array(SourceSchema),
    saves: Type.Array(Type.Array(Name), {
      description: 'Variables to save; those of one inner list share one file.'
    }),
    watch: Type.Array(Name, {
      description:
        'Loaded variables that must be, when the step ends, what they were when it began.'
    }),
    unchanged: Type.Array(Name, {
      description:
        'Loaded variables that the step is taken not to change, be it that no later step reads them.'
    }),
    state: Type.Object(
      {
        restore: Type.Array(StateKeySchema),
        capture: Type.Array(StateKeySchema)
      },
      {
        description:
          'Process state to put back before the first cell, and to keep at the end; it is stored as variables are, under its key.'
      }
    ),
    metrics: Type.Array(Type.Object({ name: Name, variable: Name }))
  },
  { $id: 'https://kalette.dev/schema/plan.json', title: 'Kalette step plan' }
);
