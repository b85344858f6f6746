import type { LogLine, Run } from '../api/types';
import type { Diagnostic } from '../diagnostic';
import type { Flow, ParameterType } from '../flow/types';
import type { Json } from '../immutable';
import type { CellId, Notebook, Role, StepName } from '../notebook/types';
import type { RailGeometry } from './rail';

/** Everything that is known of a notebook's content: what the views start from. */
export interface AnalysisResult {
  readonly notebook: Notebook;
  readonly flow: Flow;
  readonly diagnostics: readonly Diagnostic[];
}

/** States that a step is shown in; each has a glyph of its own. */
export const STEP_VIEW_STATES = [
  'never',
  'queued',
  'running',
  'retry',
  'done',
  'reused',
  'failed',
  'skipped',
  'stopped'
] as const;
export type StepViewState = (typeof STEP_VIEW_STATES)[number];

/** One of the eight colours of steps. */
export type Hue = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Why a step is in its state, for the view to put into words. */
export type Reason =
  | { readonly kind: 'waits'; readonly steps: readonly StepName[] }
  | { readonly kind: 'ready' }
  | { readonly kind: 'new' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'not-run'; readonly text: string | null }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'said'; readonly text: string };

export interface StepView {
  readonly name: StepName;
  readonly hue: Hue;
  readonly state: StepViewState;
  readonly reason: Reason | null;
  /** How long it took; `null` while it runs and when it has not run. */
  readonly seconds: number | null;
  /** RFC 3339; set while it runs. */
  readonly startedAt: string | null;
  /** Steps it waits for, without transitive ones. */
  readonly parents: readonly StepName[];
  readonly cells: readonly CellId[];
  /** Errors and warnings in its cells. */
  readonly problems: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly carried: Carried;
}

/** What passes between steps, or into one, without being a variable. */
export interface CarriedItem {
  readonly kind: 'file' | 'state';
  /** Path of the file, or key of the process state. */
  readonly name: string;
  /** The step that wrote it; `null` for a file that is there before the run. */
  readonly from: StepName | null;
}

/** What a step takes over beside variables, and what it leaves for later steps. */
export interface Carried {
  readonly inputs: readonly CarriedItem[];
  readonly outputs: readonly CarriedItem[];
}

/** A diagnostic with what the list needs to show it. */
export interface ProblemView {
  /** Stays the same while the finding is the same. */
  readonly key: string;
  readonly diagnostic: Diagnostic;
  readonly step: StepName | null;
}

export interface ParameterView {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: Json;
  /** The text of the value in a field. */
  readonly text: string;
  readonly cell: CellId;
}

export interface MetricView {
  readonly name: string;
  readonly step: StepName | null;
  /** Of the newest run that has one; `null` before. */
  readonly value: Json;
  /** Number of that run; `null` without a value. */
  readonly run: number | null;
  /** Difference to the run before, for numbers. */
  readonly change: number | null;
  /** Values of the last finished runs, oldest first. */
  readonly history: readonly number[];
}

/** What pressing Run would do. */
export interface RunPlan {
  readonly steps: number;
  /** The first error, which keeps the pipeline from running. */
  readonly blocker: Diagnostic | null;
  /** How long the last whole run took. */
  readonly seconds: number | null;
}

/** A run as the panel shows it. */
export interface RunView {
  readonly id: string;
  readonly number: number;
  readonly state: Run['state'];
  readonly isActive: boolean;
  readonly done: number;
  readonly total: number;
  readonly running: number;
  readonly reused: number;
  /** Moved by the time in which it lay interrupted: from here to now it was active. */
  readonly startedAt: string | null;
  /** How long it was active. */
  readonly seconds: number | null;
  readonly error: string | null;
  /** The step that failed first. */
  readonly failed: Run['steps'][number] | null;
}

/** The last lines of a step's log. */
export interface LogTail {
  readonly lines: readonly LogLine[];
  /** Lines that were dropped from the front. */
  readonly dropped: number;
}

/** A run with what its events have told since it was read. */
export interface RunProgress {
  readonly run: Run;
  readonly logs: ReadonlyMap<StepName, LogTail>;
  /** Resident memory in bytes, one sample after another. */
  readonly memory: ReadonlyMap<StepName, readonly number[]>;
}

export interface PipelineView {
  readonly name: string;
  readonly steps: readonly StepView[];
  readonly rail: RailGeometry;
  readonly problems: readonly ProblemView[];
  readonly parameters: readonly ParameterView[];
  readonly metrics: readonly MetricView[];
  readonly plan: RunPlan;
  readonly run: RunView | null;
}

/** The names on a strip: around an arrow for steps, else a plain list in `outputs`. */
export interface FlowNames {
  readonly kind: 'step' | 'parameters' | 'metrics' | 'none';
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly carried: Carried;
}

/** What the strip above a cell says; of plain values, so that equal views can be told. */
export interface CellView {
  readonly cell: CellId;
  readonly role: Role | null;
  /** True when a strip stands above the cell. */
  readonly isHead: boolean;
  readonly step: StepView | null;
  readonly flow: FlowNames;
  readonly parents: readonly { readonly name: StepName; readonly hue: Hue }[];
  readonly problems: readonly Diagnostic[];
}
