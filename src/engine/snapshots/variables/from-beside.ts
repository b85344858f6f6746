import type { MissingVariable } from '../../../core/api/types';
import type { KeptVariable, StateRecord } from './state';

/** What stood behind a step of a run. */
export interface Behind {
  /** Id of the snapshot. */
  readonly snapshot: string;
  readonly step: string | null;
  /** Where the last cell of the step stands in the notebook. */
  readonly place: number | null;
  readonly record: StateRecord;
}

/** A variable as opening brings it: from which snapshot, and of which step that is, if another. */
export type BroughtVariable = KeptVariable & {
  readonly snapshot: string;
  readonly from?: string;
};

/** What a snapshot has, and what comes along from others of its run. */
export interface Whole extends StateRecord {
  readonly variables: readonly BroughtVariable[];
  readonly aside: readonly BroughtVariable[];
}

/** A step above, whose snapshot says where in the notebook it ends. */
type Above = Behind & { readonly place: number };

/**
 * Fills up what steps beside have that stand above in the notebook, from what those left: `others`
 * are the snapshots behind steps of the same run that ended well. `kernel/beside.py` does the same
 * in a kernel.
 */
export function withBeside(own: Behind, others: readonly Behind[]): Whole {
  const { record, snapshot } = own;
  const above = aboveOf(own, others);
  const taken = record.missing.flatMap(item => {
    const holder = holderOf(item, above);
    const entry = holder && entryOf(holder, item.name);
    const from = holder?.step;
    return entry && from ? { ...entry, snapshot: holder.snapshot, from } : [];
  });
  const isTaken = new Set(taken.map(({ name }) => name));
  const variables = [
    ...record.variables.map(one => ({ ...one, snapshot })),
    ...taken
  ];
  return {
    ...record,
    versions: versionsOf(record, above, taken),
    variables,
    aside: asideOf(own, variables, above),
    missing: record.missing.filter(({ name }) => !isTaken.has(name))
  };
}

/** From the first on; what was saved with other versions would not be read with these. */
function aboveOf({ place: end, record }: Behind, others: readonly Behind[]) {
  return others
    .filter(
      (other): other is Above =>
        end !== null &&
        other.place !== null &&
        other.place < end &&
        fits(record, other.record)
    )
    .sort((a, b) => a.place - b.place);
}

function fits(one: StateRecord, other: StateRecord): boolean {
  const { versions } = one;
  const known = Object.entries(other.versions);
  return (
    one.python === other.python &&
    known.every(([name, version]) => (versions[name] ?? version) === version)
  );
}

/**
 * The last step above that has what another one made. Steps between that do not wait for the maker
 * say so. Of two that have it apart from one another either may have changed it.
 */
function holderOf(
  { name, step, outdated }: MissingVariable,
  above: readonly Above[]
): Above | null {
  const first = above.findIndex(one => one.step === step);
  const [maker, ...later] = first < 0 ? [] : above.slice(first);
  const made = maker && entryOf(maker, name);
  if (step === undefined || outdated === true || !maker || !made) {
    return null;
  }
  const others = later.filter(one => !isLeftTo(step, name, one));
  const holder = others.at(-1) ?? maker;
  const last = entryOf(holder, name)?.digest;
  const same = new Set([made.digest, last]);
  const isOne = others.every(one => same.has(entryOf(one, name)?.digest));
  return isOne && last !== undefined ? holder : null;
}

function isLeftTo(maker: string, name: string, { record }: Behind): boolean {
  return record.missing.some(
    item => item.name === name && item.step === maker && item.outdated !== true
  );
}

function entryOf({ record }: Behind, name: string): KeptVariable | undefined {
  return record.variables.find(one => one.name === name);
}

/** What files name that came along, where the name means something else here. */
function asideOf(
  own: Behind,
  variables: readonly BroughtVariable[],
  above: readonly Behind[]
): readonly BroughtVariable[] {
  const there = new Set(variables.map(keyOf));
  const sources = new Map([own, ...above].map(one => [one.snapshot, one]));
  const aside = own.record.aside.map(one => ({
    ...one,
    snapshot: own.snapshot
  }));
  aside.forEach(one => there.add(keyOf(one)));
  const open = [...variables.filter(({ from }) => from !== undefined)];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { snapshot, referents = {} } = one;
    const known = sources.get(snapshot)?.record;
    for (const other of [
      ...(known?.variables ?? []),
      ...(known?.aside ?? [])
    ]) {
      const isMeant = referents[other.name] === other.digest;
      if (isMeant && !there.has(keyOf(other))) {
        there.add(keyOf(other));
        aside.push({ ...other, snapshot });
        open.push({ ...other, snapshot });
      }
    }
  }
  return aside;
}

function keyOf({ name, digest }: KeptVariable): string {
  return `${digest} ${name}`;
}

function versionsOf(
  { versions }: StateRecord,
  above: readonly Behind[],
  taken: readonly BroughtVariable[]
): StateRecord['versions'] {
  const used = new Set(taken.map(({ snapshot }) => snapshot));
  const known = above
    .filter(({ snapshot }) => used.has(snapshot))
    .map(({ record }) => record.versions);
  return Object.assign({}, ...known, versions) as StateRecord['versions'];
}
