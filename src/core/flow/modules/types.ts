import type { Name } from '../../python/facts/types';
import type { FileMode } from '../library/file-uses';
import type { StateUse } from '../library/state';

/** What a call of something in a module of the workspace does, whoever calls it. */
export interface FunctionSummary {
  /** Names of the module whose values it changes or sets. */
  readonly changes: readonly Name[];
  /** Names of the module that it reads. */
  readonly reads: readonly Name[];
  readonly states: readonly StateUse[];
  /** Arguments stand in paths as marks, see `withArguments`. */
  readonly files: readonly { readonly path: string; readonly mode: FileMode }[];
  /** Its parameters in order, and those whose arguments it changes. */
  readonly parameters: readonly Name[];
  /** Texts that parameters have if nothing is given. */
  readonly defaults: ReadonlyMap<Name, string>;
  readonly changed: ReadonlySet<Name>;
}

/** The functions and classes of a module by name. */
export type ModuleSummary = ReadonlyMap<Name, FunctionSummary>;

/** The modules of the workspace that a notebook can import, by their dotted names. */
export type LocalModules = ReadonlyMap<string, ModuleSummary>;

export const NO_MODULES: LocalModules = new Map();
