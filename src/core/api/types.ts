import type { Static } from '@sinclair/typebox';

import type { Immutable } from '../immutable';
import type * as schema from './schema';
import type * as opening from './opening-schema';
import type * as remote from './remote-schema';
import type * as snapshot from './snapshot-schema';
import type * as store from './snapshot-store-schema';

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

export type SnapshotSummary = Immutable<
  Static<typeof snapshot.SnapshotSummarySchema>
>;
export type SnapshotVariable = Immutable<
  Static<typeof snapshot.SnapshotVariableSchema>
>;
export type MissingVariable = Immutable<
  Static<typeof snapshot.MissingVariableSchema>
>;
export type Signer = Immutable<Static<typeof snapshot.SignerSchema>>;
export type Snapshot = Immutable<Static<typeof snapshot.SnapshotSchema>>;
export type FileChange = Immutable<Static<typeof snapshot.FileChangeSchema>>;
export type SnapshotDiff = Immutable<
  Static<typeof snapshot.SnapshotDiffSchema>
>;
export type SnapshotEntry = Immutable<
  Static<typeof snapshot.SnapshotEntrySchema>
>;
export type SnapshotSecrets = Immutable<
  Static<typeof snapshot.SnapshotSecretsSchema>
>;
export type SnapshotFolder = Immutable<
  Static<typeof snapshot.SnapshotFolderSchema>
>;
export type RecoverRequest = Immutable<
  Static<typeof store.RecoverRequestSchema>
>;
export type SnapshotUsage = Immutable<Static<typeof store.SnapshotUsageSchema>>;
/** What became of one interrupted opening. */
export type Recovery = SnapshotUsage['recovered'][number];
export type RecoveryChoice = RecoverRequest['choice'];
export type Inspection = Immutable<Static<typeof opening.InspectionSchema>>;
export type SnapshotRequest = Immutable<
  Static<typeof opening.SnapshotRequestSchema>
>;
export type InspectRequest = Immutable<
  Static<typeof opening.InspectRequestSchema>
>;
export type RestoreRequest = Immutable<
  Static<typeof opening.RestoreRequestSchema>
>;
export type ResumeRequest = Immutable<
  Static<typeof opening.ResumeRequestSchema>
>;
export type Resume = Immutable<Static<typeof opening.ResumeSchema>>;
export type Restored = Immutable<Static<typeof opening.RestoredSchema>>;
export type Operation = Immutable<Static<typeof store.OperationSchema>>;
export type Subscription = Immutable<Static<typeof remote.SubscriptionSchema>>;
export type Polled = Immutable<Static<typeof remote.PolledSchema>>;
export type WithdrawRequest = Immutable<
  Static<typeof remote.WithdrawRequestSchema>
>;
export type Withdrawn = Immutable<Static<typeof remote.WithdrawnSchema>>;
export type FetchRequest = Immutable<Static<typeof remote.FetchRequestSchema>>;
export type SubscriptionRequest = Immutable<
  Static<typeof remote.SubscriptionRequestSchema>
>;
export type CodeKind = (typeof snapshot.CODE_KINDS)[number];

/** One page of a list, and where the next one starts. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
