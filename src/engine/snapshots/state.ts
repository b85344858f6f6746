import type { MissingVariable, SnapshotVariable } from '../../core/api/types';
import type { SavedVariable } from '../workers/protocol';

/** A variable as a snapshot keeps it; `step` made it. */
export type KeptVariable = Extract<
  SavedVariable,
  { readonly digest: string }
> & {
  readonly detail?: string | undefined;
  readonly step: string | null;
};

/** What the state of a snapshot says besides its files. */
export interface StateRecord {
  readonly version: 1;
  /** Version of Python, and of the packages that were loaded. */
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly variables: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  /** The cell to go to, and those that define what variables need. */
  readonly cell: string | null;
  readonly definitions: readonly string[];
  /** Sources of functions and classes that stand in cells of steps. */
  readonly sources: readonly string[];
}

export const NO_STATE: StateRecord = {
  version: 1,
  python: null,
  versions: {},
  variables: [],
  missing: [],
  cell: null,
  definitions: [],
  sources: []
};

/** Reads what another engine may have written; what is no record is none. */
export function readState(value: unknown): StateRecord {
  const record = value as Partial<StateRecord> | null;
  return record?.version === 1 && Array.isArray(record.variables)
    ? { ...NO_STATE, ...record }
    : NO_STATE;
}

export function variableView({
  name,
  type,
  detail = '',
  bytes,
  tier,
  step
}: KeptVariable): SnapshotVariable {
  const isSafe = tier === 'safe';
  return { name, type, detail, bytes, tier: isSafe ? 'safe' : 'trusted', step };
}

/** Name of a state's file: its digest, with the ending that tells its format. */
export function stateFile({ digest, file }: KeptVariable): string {
  const ending = /\.[a-z]+$/.exec(file)?.[0] ?? '';
  return `${digest.slice('sha256:'.length)}${ending}`;
}
