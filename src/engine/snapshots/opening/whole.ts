import type {
  WireManifest,
  WireSignature,
  WireSnapshot,
  WireState
} from '../service/wire';
import { type Behind, type Whole, withBeside } from '../variables/from-beside';
import { readState, type StateRecord } from '../variables/state';

/** A snapshot, wherever it lies. */
interface Opened {
  readonly id: string;
  readonly manifest: WireManifest;
  readonly signature: WireSignature;
  readonly record: StateRecord;
}

/** Asks the store that has the other snapshots of the run, if any has. */
interface Asked {
  ask<T>(op: string, args: Readonly<Record<string, unknown>>): Promise<T>;
}

/** More snapshots of one run than these are not looked through. */
const MOST = 10_000;

/** What opening a snapshot brings: what it has, and what steps beside have left in this store. */
export async function wholeOf(
  snapshots: Asked,
  { id, manifest, signature, record }: Opened
): Promise<Whole> {
  const own = behind({ id, manifest }, record);
  const makers = new Set(record.missing.flatMap(({ step }) => step ?? []));
  const { run, when } = manifest;
  const isOpen = makers.size > 0 && signature.trust !== 'invalid';
  if (!isOpen || run === null || when !== 'after' || own.place === null) {
    return withBeside(own, []);
  }
  const args = { run, limit: MOST };
  const found = await snapshots.ask<{ snapshots: readonly WireSnapshot[] }>(
    'list',
    args
  );
  const others = new Map<string, Behind>();
  for (const one of found.snapshots) {
    const { step, when: moment, environment } = one.manifest;
    const isNew = step !== null && moment === 'after' && !others.has(step);
    // Whose else it is could have any values in it.
    if (isNew && (await isBySame(snapshots, one.id, signature))) {
      const snapshot = { snapshot: one.id };
      const { state } = await snapshots.ask<WireState>('state', snapshot);
      const isWhole = environment.partial !== true;
      others.set(step, behind(one, readState(isWhole && state?.record)));
    }
  }
  return withBeside(own, [...others.values()]);
}

/** As {@link wholeOf}, of one that is in the store. */
export async function storedWhole(
  snapshots: Asked,
  id: string
): Promise<Whole> {
  const args = { snapshot: id };
  const { manifest } = await snapshots.ask<WireSnapshot>('show', args);
  const signature = await snapshots.ask<WireSignature>('signature', args);
  const { state } = await snapshots.ask<WireState>('state', args);
  const record = readState(state?.record);
  return wholeOf(snapshots, { id, manifest, signature, record });
}

function behind(
  { id, manifest }: Pick<WireSnapshot, 'id' | 'manifest'>,
  record: StateRecord
): Behind {
  const { step, environment } = manifest;
  const { place, partial } = environment;
  const isKnown = Number.isInteger(place) && partial !== true;
  return { snapshot: id, step, place: isKnown ? Number(place) : null, record };
}

async function isBySame(
  snapshots: Asked,
  snapshot: string,
  { key, trust }: WireSignature
): Promise<boolean> {
  const other = await snapshots.ask<WireSignature>('signature', { snapshot });
  return other.key === key && other.trust === trust;
}
