import type { Static } from '@sinclair/typebox';

import type { Immutable } from '../immutable';
import type * as schema from './schema';

export type RunState = (typeof schema.RUN_STATES)[number];
export type StepState = (typeof schema.STEP_STATES)[number];
export type StepError = Immutable<Static<typeof schema.StepErrorSchema>>;
export type RunStep = Immutable<Static<typeof schema.RunStepSchema>>;
export type RunSummary = Immutable<Static<typeof schema.RunSummarySchema>>;
export type RunFiles = Immutable<Static<typeof schema.RunFilesSchema>>;
export type Run = Immutable<Static<typeof schema.RunSchema>>;
export type RunRequest = Immutable<Static<typeof schema.RunRequestSchema>>;
export type AnalysisRequest = Immutable<
  Static<typeof schema.AnalysisRequestSchema>
>;
export type MoveRequest = Immutable<Static<typeof schema.MoveRequestSchema>>;
export type Moved = Immutable<Static<typeof schema.MovedSchema>>;
export type Analysis = Immutable<Static<typeof schema.AnalysisSchema>>;
export type LogLine = Immutable<Static<typeof schema.LogLineSchema>>;
export type RunEvent = Immutable<Static<typeof schema.EventSchema>>;
export type Health = Immutable<Static<typeof schema.HealthSchema>>;
export type Problem = Immutable<Static<typeof schema.ProblemSchema>>;

/** One page of a list, and where the next one starts. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
