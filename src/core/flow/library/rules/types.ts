/**
 * What the methods of one library's values do, beside what the names say that change whatever they
 * are called on (`append`, `set_…`). Those that are not named here leave their receiver as it is.
 */
export interface MethodRules {
  /** They change their receiver. */
  readonly changing: ReadonlySet<string>;
  /** They do not, though other values are changed by methods of this name. */
  readonly unchanging: ReadonlySet<string>;
  /** What they give shows what the receiver holds: a change of either is seen in both. */
  readonly sharing: ReadonlySet<string>;
  /** Methods and attributes that give plain values of Python, made anew each time. */
  readonly leaving: ReadonlySet<string>;
}

/** By the beginning of the path that makes a value. */
export type LibraryRules = readonly [RegExp, MethodRules];

/** Method names with blanks between them. */
type Names = string;

const words = (names: Names): ReadonlySet<string> =>
  new Set(names.split(/\s+/).filter(word => word !== ''));

export function rules(
  names: Partial<Readonly<Record<keyof MethodRules, Names>>> = {}
): MethodRules {
  return {
    changing: words(names.changing ?? ''),
    unchanging: words(names.unchanging ?? ''),
    sharing: words(names.sharing ?? ''),
    leaving: words(names.leaving ?? '')
  };
}

/** Every method that is not named elsewhere only looks. */
export const LOOKING = rules();
