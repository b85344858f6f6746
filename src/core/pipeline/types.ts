import type { Static } from '@sinclair/typebox';

import type { Immutable } from '../immutable';
import type { PipelineSchema, StepSchema } from './schema';

/** The compiled notebook; its JSON form is published as `schema/pipeline.json`. */
export type Pipeline = Immutable<Static<typeof PipelineSchema>>;
export type PipelineStep = Immutable<Static<typeof StepSchema>>;
export type StepChange = PipelineStep['changes'][number];
export type PipelineParameter = Pipeline['parameters'][number];
