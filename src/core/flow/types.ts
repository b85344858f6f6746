import type { Json } from '../immutable';
import type { CellId, StepName } from '../notebook/types';
import type { CarriedState } from './library/state';

/** Types that a parameter can have, in the words of the Pipeline document. */
export type ParameterType = 'int' | 'float' | 'str' | 'bool' | 'list' | 'dict';

/** A literal assignment of the parameters cell. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default: Json;
  readonly cell: CellId;
  /** The default as the notebook writes it; set where JSON would tell less: `[1.0]`, `-0.0`. */
  readonly source?: string;
}

/** A value of the metrics cell: `variable` as it stands at the end of `step`. */
export interface Metric {
  readonly name: string;
  readonly step: StepName;
  readonly variable: string;
}

export type DefinitionKind =
  | 'imports'
  | 'functions'
  | 'parameter'
  | 'import'
  | 'function'
  | 'class'
  | 'lambda'
  | 'type';

/**
 * Source that steps repeat instead of receiving a value: a whole prelude cell, a derived
 * parameter, or a single statement taken out of another step.
 */
export interface Definition {
  /** Unique in the notebook and readable: `imports`, `function normalise`, `import os`. */
  readonly name: string;
  readonly kind: DefinitionKind;
  readonly cell: CellId;
  /** 1-based line of the cell at which `source` begins, so that tracebacks point right. */
  readonly line: number;
  readonly source: string;
}

/** What a step does before its first cell, in this order. */
export type SetupItem =
  { readonly definition: string } | { readonly variable: string };

/** A variable received, and the step that changed it last. */
export interface Read {
  readonly variable: string;
  readonly from: StepName;
}

/** What stands under a name in the end that a step may have changed. */
export const LEFT_UNDER_NAMES = [
  'value',
  'import',
  'nothing',
  'perhaps nothing'
] as const;

/**
 * A name whose value a step may change, or which it may give another one; that it does whatever the
 * name meant begins another change of the name.
 */
export interface Change {
  readonly variable: string;
  /** Those of its cells that make of it what they leave, in order. */
  readonly cells: readonly CellId[];
  /** The first of them gives it a value whatever it had before. */
  readonly isNew: boolean;
  readonly leaves: (typeof LEFT_UNDER_NAMES)[number];
}

/** What a variable holds, as far as its origin tells. */
export const VARIABLE_KINDS = ['dataset', 'model', 'value'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** A file of the workspace that a step reads. */
export interface FileUse {
  /** Relative to the workspace; parameters stand in braces: `{folder}/a.csv`. */
  readonly path: string;
  /** The step that writes it; `null` for a file that is there before the run. */
  readonly from: StepName | null;
  /** The step may do without it: it reads it under a condition, or only asks if it is there. */
  readonly optional?: true;
}

/** Process state that a step takes over, and the step that left it. */
export interface StateRead {
  readonly key: CarriedState;
  readonly from: StepName;
}

/** What a step shares with others through its process: random numbers, settings, environment. */
export interface StepState {
  /** Restored before the first cell, in this order; in the order of their keys. */
  readonly reads: readonly StateRead[];
  /** Captured when the step ends, for later steps. */
  readonly writes: readonly CarriedState[];
}

export interface StepFlow {
  readonly name: StepName;
  readonly cells: readonly CellId[];
  /** Steps that must end first, without transitive ones, in notebook order. */
  readonly after: readonly StepName[];
  /** Parameters read by the step, directly or through definitions. */
  readonly parameters: readonly string[];
  readonly reads: readonly Read[];
  /** Variables that some later step receives from this one. */
  readonly writes: readonly string[];
  /** Those of `writes` that share objects; a group is stored in one piece, which keeps that. */
  readonly shared: readonly (readonly string[])[];
  /** What each of `writes` holds. */
  readonly kinds: Readonly<Record<string, VariableKind>>;
  readonly state: StepState;
  /** Those of `reads` that the step must leave as they are: later steps receive them as they were. */
  readonly watch: readonly string[];
  /** Files that the step reads and has not made itself. */
  readonly files: readonly FileUse[];
  /** Names of the definitions that the step repeats, in loading order. */
  readonly definitions: readonly string[];
  readonly setup: readonly SetupItem[];
  readonly metrics: readonly string[];
}

/** Why one step waits for another. */
export interface Edge {
  readonly from: StepName;
  readonly to: StepName;
  /** Variables handed on along this edge; empty for an edge that is order only. */
  readonly variables: readonly string[];
  /** True when a `prev:` tag asks for it. */
  readonly tagged: boolean;
}

/** The notebook as steps with their dependencies. */
export interface Flow {
  readonly parameters: readonly Parameter[];
  readonly definitions: readonly Definition[];
  /** In notebook order of their first cell; a metrics cell that computes is the last step. */
  readonly steps: readonly StepFlow[];
  /** Edges, transitive ones included where something is handed on. */
  readonly edges: readonly Edge[];
  readonly metrics: readonly Metric[];
}
