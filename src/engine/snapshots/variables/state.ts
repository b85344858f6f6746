import type {
  MissingVariable,
  SnapshotVariable
} from '../../../core/api/types';
import type { SavedVariable } from '../../workers/protocol';

/** A variable as a snapshot keeps it; `step` made it. */
export type KeptVariable = Extract<
  SavedVariable,
  { readonly digest: string }
> & {
  readonly detail?: string | undefined;
  readonly step: string | null;
  /** Of what `refers` names: the digests of the files that had it then. */
  readonly referents?: Readonly<Record<string, string>> | undefined;
};

/** A parameter that a run had. */
export interface KeptParameter {
  readonly name: string;
  readonly type: string;
  /** Its value, as JSON. */
  readonly value: string;
  /** The default as Python writes it, where JSON would tell less. */
  readonly source?: string | undefined;
}

/** What the state of a snapshot says besides its files. */
export interface StateRecord {
  readonly version: 1;
  /** Version of Python, and of the packages that were loaded. */
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly variables: readonly KeptVariable[];
  /** What variables refer to though no name means it any more. */
  readonly aside: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  /** Those that are not among the variables. */
  readonly parameters: readonly KeptParameter[];
  /** The cell to go to, and those that define what variables need. */
  readonly cell: string | null;
  readonly definitions: readonly string[];
  /** Sources of functions and classes that stand in cells of steps. */
  readonly sources: readonly string[];
  /** Where in the notebook the cell stands that defines a function or class, by its name. */
  readonly places: Readonly<Record<string, number>>;
}

export const NO_STATE: StateRecord = {
  version: 1,
  python: null,
  versions: {},
  variables: [],
  aside: [],
  missing: [],
  parameters: [],
  cell: null,
  definitions: [],
  sources: [],
  places: {}
};

/**
 * Reads what another engine may have written, and whoever made a snapshot may have changed; what
 * is no record is none. Digests become names of files, so what is no digest does not come along.
 */
export function readState(value: unknown): StateRecord {
  const record = value as Partial<StateRecord> | null;
  if (record?.version !== 1 || !Array.isArray(record.variables)) {
    return NO_STATE;
  }
  const { python, versions, variables, cell } = record;
  return {
    version: 1,
    python: typeof python === 'string' ? python : null,
    versions: isObject(versions) ? versions : {},
    variables: variables.filter(isKept),
    aside: listOf(record.aside, isKept),
    missing: listOf(record.missing, isMissing),
    parameters: listOf(record.parameters, isParameter),
    cell: typeof cell === 'string' ? cell : null,
    definitions: listOf(record.definitions, isText),
    sources: listOf(record.sources, isText),
    places: placesIn(record.places)
  };
}

function placesIn(value: unknown): StateRecord['places'] {
  const places = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    places.filter((one): one is [string, number] => Number.isInteger(one[1]))
  );
}

function isKept(value: unknown): value is KeptVariable {
  return (
    hasTexts(value, 'name', 'type', 'file', 'digest') &&
    Number.isInteger(value.bytes) &&
    /^sha256:[0-9a-f]{64}$/.test(value.digest) &&
    (value.referents === undefined ||
      (isObject(value.referents) &&
        Object.values(value.referents).every(isText)))
  );
}

function isMissing(value: unknown): value is MissingVariable {
  return (
    hasTexts(value, 'name', 'type', 'reason') &&
    (value.cell === null || isText(value.cell)) &&
    (value.index === null || Number.isInteger(value.index)) &&
    (value.step === undefined || isText(value.step)) &&
    (value.outdated === undefined || typeof value.outdated === 'boolean') &&
    (value.next === undefined ||
      (Array.isArray(value.next) && value.next.every(isCell)))
  );
}

function isCell(value: unknown): boolean {
  return hasTexts(value, 'cell') && Number.isInteger(value.index);
}

function isParameter(value: unknown): value is KeptParameter {
  return (
    hasTexts(value, 'name', 'type', 'value') &&
    (value.source === undefined || isText(value.source))
  );
}

function hasTexts<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): value is Record<Name, string> & Record<string, unknown> {
  return isObject(value) && names.every(name => isText(value[name]));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf<T>(
  value: unknown,
  is: (item: unknown) => item is T
): readonly T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

/** Formats that can be read without trust, whatever a variable's maker says; see `formats.py`. */
export const PLAIN_FORMATS = ['npy', 'arrow', 'buffers', 'pickle'];

function variableView({
  name,
  type,
  detail = '',
  bytes,
  tier,
  format,
  step,
  from
}: Viewed): SnapshotVariable {
  const isSafe = tier === 'safe' && PLAIN_FORMATS.includes(format);
  const view = { name, type, detail, bytes, step };
  return {
    ...view,
    tier: isSafe ? 'safe' : 'trusted',
    ...(from !== undefined && { from })
  };
}

/** A variable, and the step behind which it is found if that is not the one that is opened. */
type Viewed = KeptVariable & Pick<SnapshotVariable, 'from'>;

/** As {@link variableView}; of those in one file, which share objects, all but the first say so. */
export function variableViews(
  variables: readonly Viewed[]
): readonly SnapshotVariable[] {
  const first = new Map<string, string>();
  return variables.map(variable => {
    const sharedWith = first.get(variable.digest);
    if (sharedWith === undefined) {
      first.set(variable.digest, variable.name);
      return variableView(variable);
    }
    return { ...variableView(variable), sharedWith };
  });
}

/** A parameter as it is shown; what looks like a secret is not. */
export function parameterView({ name, value }: KeptParameter): {
  readonly name: string;
  readonly value: string;
} {
  return { name, value: looksSecret(name, value) ? '"…"' : value };
}

const SECRET =
  /^(?:password|passwd|pwd|passphrase|secrets?|token|apikey|credentials?|bearer)$/;
const SECRET_KEY =
  /(?:^|_)(?:api|access|account|private|secret|signing|encryption|auth)_key(?:_|$)/;

/** As `describing.py` takes names: texts, and numbers whose names end so. */
function looksSecret(name: string, json: string): boolean {
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const words = plain.split('_');
  return json.startsWith('"')
    ? SECRET_KEY.test(plain) || words.some(word => SECRET.test(word))
    : SECRET.test(words.at(-1) ?? '');
}

/** Bytes of their files; variables that share objects have one file. */
export function sizeOf(
  variables: readonly Pick<KeptVariable, 'digest' | 'bytes'>[]
): number {
  const files = new Map(variables.map(({ digest, bytes }) => [digest, bytes]));
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Name of a state's file: its digest, with the ending that tells its format. */
export function stateFile({ digest, file }: KeptVariable): string {
  const ending = /\.[a-z]+$/.exec(file)?.[0] ?? '';
  return `${digest.slice('sha256:'.length)}${ending}`;
}
