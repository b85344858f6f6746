import type {
  Signer,
  Snapshot,
  SnapshotDiff,
  SnapshotSummary
} from '../../../core/api/types';
import { hexOfKey } from './keys';
import {
  parameterView,
  readState,
  sizeOf,
  type StateRecord,
  variableViews
} from '../variables/state';
import type {
  WireDifference,
  WireManifest,
  WireSignature,
  WireSnapshot,
  WireState
} from '../service/wire';

/** Bucket in which a name keeps a snapshot from being pruned. */
export const KEPT = 'tags';

/** Bucket of what somebody took by hand. */
export const MANUAL = 'manual';

/** Bucket of what was taken before something was opened in its place. */
export const SAFETY = 'safety';

/** Bucket of what is brought from a run into the workspace; it is no moment of anything. */
export const APPLIED = 'applied';

/** What the service knows of a snapshot, as the API shows it. */
export function summaryOf(
  { id, url, names, manifest }: WireSnapshot,
  published: readonly string[]
): SnapshotSummary {
  const { environment } = manifest;
  const kept = names.find(name => name.startsWith(`${KEPT}/`));
  const { bucket, name } = partsOf(url);
  return {
    id,
    url,
    bucket,
    name,
    tree: manifest.roots[0]?.tree ?? '',
    kind: kindOf(manifest),
    notebook: manifest.notebook,
    run: manifest.run,
    runNumber: numberOr(environment.number, null),
    step: manifest.step,
    when: momentOf(manifest),
    isPartial: environment.partial === true,
    ...attemptOf(environment.attempt),
    message: manifest.message,
    at: manifest.time,
    files: total(manifest, 'files'),
    bytes: total(manifest, 'bytes'),
    added: numberOr(environment.added, 0) + numberOr(environment.addedState, 0),
    opened: openedIn(manifest),
    ...copiedIn(manifest),
    variables: numberOr(environment.variables, 0),
    ...stateBytesIn(environment.stateBytes),
    kept: kept === undefined ? null : kept.slice(KEPT.length + 1),
    published
  };
}

/** As {@link summaryOf}, with the rest. */
export function snapshotOf(
  summary: SnapshotSummary,
  { manifest }: WireSnapshot,
  signature: WireSignature,
  { state }: WireState
): Snapshot {
  const record = readState(state?.record);
  const { torn, skipped, withheld, external, parent } = manifest;
  return {
    ...summary,
    variables: record.variables.length,
    title: manifest.title,
    signer: signerOf(signature),
    python: record.python,
    parent,
    consistency: manifest.consistency,
    torn,
    skipped: skipped.map(({ path }) => path),
    withheld,
    external,
    stateBytes: sizeOf([...record.variables, ...record.aside]),
    state: variableViews(record.variables),
    parameters: record.parameters.map(parameterView),
    missing: record.missing
  };
}

/** A snapshot as it is opened: with variables that other ones of its run bring. */
export function bringing(
  snapshot: Snapshot,
  { variables, aside, missing }: StateRecord
): Snapshot {
  return {
    ...snapshot,
    stateBytes: sizeOf([...variables, ...aside]),
    state: variableViews(variables),
    missing
  };
}

/** What differs, as the API shows it; `files` is how many there are on one of the sides. */
export function diffOf(
  { changes, total: all, filesBefore, filesAfter, secrets }: WireDifference,
  files: number,
  side: 'before' | 'after'
): SnapshotDiff {
  const items = changes.map(({ path, how, before, after }) => ({
    path: (before ?? after)?.kind === 'folder' ? `${path}/` : path,
    change: WORDS[how] ?? 'changed',
    before: before?.size ?? null,
    after: after?.size ?? null
  }));
  const touched = side === 'before' ? filesBefore : filesAfter;
  return {
    same: Math.max(0, files - touched),
    total: all,
    items,
    ...(secrets.length > 0 && { secrets })
  };
}

export function signerOf({ trust, key }: WireSignature): Signer {
  const states: Readonly<Record<string, Signer['state']>> = {
    own: 'own',
    trusted: 'trusted',
    unknown: 'unknown',
    unsigned: 'unsigned'
  };
  return {
    state: states[trust] ?? 'invalid',
    key: key === null ? null : hexOfKey(key)
  };
}

export function filesOf({ manifest }: WireSnapshot): number {
  return total(manifest, 'files');
}

const WORDS: Readonly<Record<string, 'new' | 'changed' | 'deleted'>> = {
  added: 'new',
  changed: 'changed',
  removed: 'deleted'
};

function kindOf({ run, bucket }: WireManifest): SnapshotSummary['kind'] {
  return bucket === SAFETY ? 'safety' : run === null ? 'manual' : 'run';
}

/** The store names in the title what was opened instead. */
function openedIn({ bucket, title }: WireManifest): string | null {
  return bucket === SAFETY
    ? (/^Before restoring ([0-9a-f]{8})$/.exec(title)?.[1] ?? null)
    : null;
}

/** Title of what is there before files of a run are copied into it. */
export function titleBeforeCopying(run: number): string {
  return `${BEFORE_COPYING}${run}`;
}

const BEFORE_COPYING = 'Before copying files of run ';

function copiedIn({ bucket, title }: WireManifest): { copied?: number } {
  return bucket === SAFETY && title.startsWith(BEFORE_COPYING)
    ? { copied: Number(title.slice(BEFORE_COPYING.length)) }
    : {};
}

function momentOf({ when, run }: WireManifest): SnapshotSummary['when'] {
  if (when === 'before' || when === 'after') {
    return when;
  }
  return run === null ? null : 'start';
}

function total({ roots }: WireManifest, what: 'files' | 'bytes'): number {
  return roots.reduce((sum, root) => sum + root[what], 0);
}

function numberOr<T>(value: unknown, other: T): number | T {
  return typeof value === 'number' ? value : other;
}

/** Not all writers have said it. */
function stateBytesIn(value: unknown): { readonly stateBytes?: number } {
  return Number.isInteger(value) ? { stateBytes: Number(value) } : {};
}

/** A first try is told by saying nothing. */
function attemptOf(value: unknown): { readonly attempt?: number } {
  return Number.isInteger(value) ? { attempt: Number(value) } : {};
}

function partsOf(url: string): { bucket: string; name: string } {
  const [, bucket = '', name = ''] =
    /^snap:([^/@]+)\/([^@?]+)@/.exec(url) ?? [];
  return { bucket, name };
}
