import type { Json } from '../immutable';

/** Name of the step made of a metrics cell that computes something. */
export const METRICS_STEP = 'pipeline-metrics';

/**
 * What runs have seen and the source does not show: variables that a cell changes, by the hash
 * of the cell. It stands in the notebook's metadata as `kalette.facts.changes`.
 */
export type LearnedChanges = Readonly<Record<string, readonly string[]>>;

/** The id of a cell, as nbformat 4.5 stores it, or one made from its place for older notebooks. */
export type CellId = string;

/** Name of a step: `[_a-z][_a-z0-9-]*`. */
export type StepName = string;

/** What a cell is for. The one list of roles: tags, chips and editors all derive from it. */
export const ROLES = [
  'step',
  'parameters',
  'metrics',
  'imports',
  'functions',
  'skip'
] as const;
export type Role = (typeof ROLES)[number];

/** A notebook cell, as far as pipelines are concerned. */
export interface Cell {
  readonly id: CellId;
  /** Place in the notebook, from 0, counting cells of every type. */
  readonly index: number;
  readonly type: 'code' | 'markdown' | 'raw';
  /** Source with `\n` line ends. */
  readonly source: string;
  readonly tags: readonly string[];
  readonly executionCount: number | null;
  /** Codes of warnings and notes that are not reported here; absent when there are none. */
  readonly ignored?: readonly string[];
}

/** A code cell and the part it plays. */
export interface RoledCell {
  readonly cell: Cell;
  /** `null` when the cell stands above the first tagged cell, so that it is in no step. */
  readonly role: Role | null;
  /** The step that the cell belongs to; set exactly when `role` is `step`. */
  readonly step: StepName | null;
  /** True when the cell carries the role tag itself, false when it continues the one above. */
  readonly own: boolean;
}

/** An explicit dependency, as written in a `prev:` tag. */
export interface PrevTag {
  readonly step: StepName;
  readonly cell: CellId;
  readonly tag: string;
}

export interface Resources {
  /** Cores, as Kubernetes writes them: `2`, `500m`. */
  readonly cpu?: string;
  /** Bytes, as Kubernetes writes them: `4Gi`, `500M`. */
  readonly memory?: string;
  readonly gpu?: { readonly type: string; readonly count: number };
  /** Any other resource that a `limit:` tag names. */
  readonly other?: Readonly<Record<string, string>>;
}

export interface RetryPolicy {
  /** How often a failed step is tried again; 0 means never. */
  readonly times: number;
  /** Seconds before the first retry. */
  readonly seconds?: number;
  /** What the delay is multiplied by after each retry. */
  readonly factor?: number;
  /** The longest delay, in seconds. */
  readonly maxSeconds?: number;
}

/** A key of a secret, handed to the step as an environment variable. */
export interface SecretVariable {
  readonly secret: string;
  readonly key: string;
  readonly variable: string;
}

/** How a step runs, apart from what it computes. */
export interface StepSettings {
  readonly image?: string;
  readonly resources?: Resources;
  readonly retry?: RetryPolicy;
  readonly timeoutSeconds?: number;
  /** `false`: the step is never reused. */
  readonly cache?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly SecretVariable[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface StepDeclaration {
  readonly name: StepName;
  /** In notebook order. */
  readonly cells: readonly CellId[];
  readonly prev: readonly PrevTag[];
  readonly settings: StepSettings;
}

/** Settings of the whole notebook, from metadata `kalette`, else Kale's `kubeflow_notebook`. */
export interface NotebookSettings {
  /** Name of the pipeline: lower case letters, digits and `-`. */
  readonly name: string;
  readonly description?: string;
  readonly target?: string;
  /** Image of the steps that name none. */
  readonly image?: string;
  /** Default of the steps that say nothing. */
  readonly cache?: boolean;
  /** Settings of every step, which the step's own ones override. */
  readonly defaults: StepSettings;
  /** Changes that runs have seen and the source does not show. */
  readonly learned?: LearnedChanges;
}

/** A notebook read: its cells with their roles, its steps in order of their first cell. */
export interface Notebook {
  readonly settings: NotebookSettings;
  /** `python`, or another language's name, lower case; `null` when the notebook does not say. */
  readonly language: string | null;
  /** Name of the kernel that the notebook was last used with. */
  readonly kernel: string | null;
  /** Code cells in notebook order; markdown and raw cells are left out. */
  readonly cells: readonly RoledCell[];
  readonly steps: readonly StepDeclaration[];
  /** True when at least one cell carries a role tag. */
  readonly isTagged: boolean;
}

/** Metadata as nbformat holds it; values are of any shape. */
export type Metadata = { readonly [key: string]: Json };
