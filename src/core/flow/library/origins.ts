import { isDrawing } from './drawings';
import {
  alwaysChanges,
  isStream,
  isTabular,
  LEAVING_TABLE,
  writesThrough
} from './methods';
import { methodRulesOf } from './rules/rules';
import type { MethodRules } from './rules/types';
import { remember } from './remember';
import { stateBehind, type StateKey } from './state';

/**
 * What is known of all values that come from one library thing, worked out once for each: the
 * replay asks for these again and again.
 */
export interface Origin {
  /** Slices of it are the same memory. */
  readonly isArray: boolean;
  /** All its methods draw from it. */
  readonly isGenerator: boolean;
  /** An array of one dimension: what is picked out of it is a number. */
  readonly isFlat: boolean;
  readonly isTable: boolean;
  readonly isDrawing: boolean;
  readonly isStream: boolean;
  readonly isPath: boolean;
  /** All its methods change it. */
  readonly alwaysChanges: boolean;
  /** A change of it is one of what it was made from. */
  readonly writesThrough: boolean;
  /** What its methods do, where that is known of all of them. */
  readonly rules: MethodRules | null;
  /** Methods and attributes that give lists and dicts, made anew each time. */
  readonly leaving: ReadonlySet<string> | null;
  /** The process state that it stands for. */
  readonly behind: StateKey | null;
  /** The settings of its library, which it follows. */
  readonly settings: StateKey | null;
}

const GENERATOR =
  /^(?:random\.Random|numpy\.random\.(?:RandomState|Generator|default_rng))$/;

/** A value whose slices are the same memory. */
const ARRAY = /^(?:numpy|torch|cupy)\./;

const FLAT = '.flat';

/** The path of an array of one dimension. */
export const flat = remember((path): string => path + FLAT);

/** The path of what may have other dimensions than the array that it is made from. */
export const unflat = remember((path): string =>
  path.endsWith(FLAT) ? path.slice(0, -FLAT.length) : path
);

const settingsKey = remember((root): StateKey => `lib:${root}`);

function settingsBehind(path: string): StateKey | null {
  const root = path.split('.')[0];
  return root && root !== 'builtins' ? settingsKey(root) : null;
}

function find(path: string): Origin {
  const rules = methodRulesOf(path);
  const isTable = isTabular(path);
  const isGenerator = GENERATOR.test(path);
  return {
    isArray: ARRAY.test(path) && !isGenerator,
    isGenerator,
    isFlat: path.endsWith(FLAT),
    isTable,
    isDrawing: isDrawing(path),
    isStream: isStream(path),
    isPath: path.startsWith('pathlib.'),
    alwaysChanges: alwaysChanges(path),
    writesThrough: writesThrough(path),
    rules,
    leaving: rules?.leaving ?? (isTable ? LEAVING_TABLE : null),
    behind: stateBehind(path),
    settings: settingsBehind(path)
  };
}

const NO_LIBRARY = find('');

const originOfPath = remember(find);

/** By the qualified name of the call or the thing; empty for what the notebook makes itself. */
export function originOf(path: string): Origin {
  return path === '' ? NO_LIBRARY : originOfPath(path);
}
