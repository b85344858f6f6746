import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  CodeKind,
  MissingVariable,
  Operation,
  RunState,
  Signer,
  Snapshot,
  SnapshotSummary,
  SnapshotVariable
} from '../../core/api/types';
import {
  cellsFor,
  formatBytes,
  isCloseToAnother,
  openedAfter
} from '../../core/view';
import { stepTitle } from '../ui/words';

/**
 * At what moment a snapshot was taken: "before svm", or what was written to it. `others` are
 * asked which one was opened, where that is the moment.
 */
export function momentWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle,
  others: readonly SnapshotSummary[] = []
): string {
  const { kind, step, when, message, isPartial, attempt = 1 } = snapshot;
  if (step !== null && (when === 'before' || when === 'after')) {
    const name = stepTitle(step, trans);
    const title = attempt > 1 ? trans.__('%1 (try %2)', name, attempt) : name;
    if (when === 'before') {
      return trans.__('before %1', title);
    }
    return isPartial
      ? trans.__('after %1 failed', title)
      : trans.__('after %1', title);
  }
  switch (kind) {
    case 'run':
      return message || trans.__('at start');
    case 'manual':
      return message || trans.__('taken by hand');
    case 'safety':
      // Its message is the store's own, and has a path of the machine in it.
      return safetyWords(snapshot, trans, others);
  }
}

function safetyWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle,
  others: readonly SnapshotSummary[]
): string {
  if (snapshot.copied !== undefined) {
    return trans.__('before files of run %1 were copied', snapshot.copied);
  }
  const found = openedAfter(snapshot, others);
  if (!found) {
    return trans.__('before another was opened');
  }
  switch (found.kind) {
    case 'safety':
      return trans.__('before going back to %1', takenWords(found, others));
    case 'manual':
      return trans.__('before “%1” was opened', momentWords(found, trans));
    case 'run':
      return trans.__('before %1 was opened', whichWords(found, trans));
  }
}

/** The same with its run: "run 42, before svm". */
export function whichWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle,
  others: readonly SnapshotSummary[] = []
): string {
  const moment = momentWords(snapshot, trans, others);
  return snapshot.runNumber === null
    ? moment
    : trans.__('run %1, %2', snapshot.runNumber, moment);
}

/** What a workspace is once a snapshot was opened in it. */
export function openedWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle
): string {
  return snapshot.kind === 'safety'
    ? trans.__(
        'The files are as they were at %1, before a snapshot was opened.',
        timeWords(snapshot.at)
      )
    : trans.__('This is %1.', whichWords(snapshot, trans));
}

/** The way back to what was there before something was opened or copied; a question comes first. */
export function goBackWords(trans: TranslationBundle): string {
  return trans.__('Go back to before…');
}

/** What a snapshot added to the store, its variables included. */
export function addedWords(
  { added }: SnapshotSummary,
  trans: TranslationBundle
): string {
  return added < SMALL
    ? sizeWords(added, trans)
    : trans.__('+ %1', sizeWords(added, trans));
}

function sizeWords(bytes: number, trans: TranslationBundle): string {
  return bytes < SMALL
    ? trans.__('under %1', formatBytes(SMALL))
    : formatBytes(bytes);
}

/** Bytes below which a size says nothing: the snapshot's own description takes as much. */
const SMALL = 1000;

/** What a snapshot is, in full: when it was taken, what it holds and what it took. */
export function summaryWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle,
  others: readonly SnapshotSummary[]
): string {
  const { added, files, variables } = snapshot;
  return [
    takenWords(snapshot, others),
    trans._n('%1 file', '%1 files', files),
    trans._n('%1 variable', '%1 variables', variables),
    trans.__(
      'added %1 to what all snapshots take, variables included',
      sizeWords(added, trans)
    )
  ].join(' · ');
}

/** What goes along with a snapshot: "3 files (2 MB), 2 variables (50 MB)". */
export function contentWords(
  { files, bytes, variables, stateBytes }: Snapshot,
  trans: TranslationBundle
): string {
  const held = trans._n(
    '%1 file (%2)',
    '%1 files (%2)',
    files,
    formatBytes(bytes)
  );
  return variables === 0
    ? held
    : trans._n(
        '%2, %1 variable (%3)',
        '%2, %1 variables (%3)',
        variables,
        held,
        formatBytes(stateBytes)
      );
}

/** What a variable is: "ndarray float64 6735 × 64". */
export function typeWords({ type, detail }: SnapshotVariable): string {
  const name = type.slice(type.lastIndexOf('.') + 1);
  return detail === '' || detail.startsWith(name)
    ? detail || name
    : `${name} ${detail}`;
}

/** How far the signature can be relied on. */
export function signerWords(
  state: Signer['state'],
  trans: TranslationBundle
): string {
  switch (state) {
    case 'own':
      return trans.__('Signed by you');
    case 'trusted':
      return trans.__('Signed by a key that you trust');
    case 'unknown':
      return trans.__('Key not known here');
    case 'unsigned':
      return trans.__('Not signed');
    case 'invalid':
      return trans.__('Signature does not match');
  }
}

/** True for a signer whose code may run without a question. */
export function isTrustedSigner({ state }: Signer): boolean {
  return state === 'own' || state === 'trusted';
}

/** What in a snapshot could run code. */
export function codeWords(kind: CodeKind, trans: TranslationBundle): string {
  switch (kind) {
    case 'startup':
      return trans.__('Files that run by themselves');
    case 'environment':
      return trans.__('Python environments');
    case 'cells':
      return trans.__('Its import and function cells');
    case 'variables':
      return trans.__('Variables saved as Python objects');
    case 'notebook':
      return trans.__('Trust the notebook’s output');
    case 'hook':
      return trans.__('Hooks of tools');
  }
}

/** How far something is: "Reading files · 3 of 40", or "Reading files · 3 files". */
export function progressWords(
  { phase, done, total, unit }: Operation,
  trans: TranslationBundle
): string {
  const words = (amount: number): string =>
    unit === 'bytes' ? formatBytes(amount) : amount.toLocaleString();
  if (total !== null) {
    return trans.__('%1 · %2 of %3', phase, words(done), words(total));
  }
  if (done === 0) {
    return phase;
  }
  return unit === 'bytes'
    ? trans.__('%1 · %2', phase, formatBytes(done))
    : trans._n('%2 · %3 file', '%2 · %3 files', done, phase, words(done));
}

/** Why a variable is not there, and which cells make it. */
export function missingWords(
  variable: Omit<MissingVariable, 'type'>,
  trans: TranslationBundle
): string {
  const { name, reason } = variable;
  const places = cellsFor(variable).map(({ index }) => String(index + 1));
  return places.length === 0
    ? trans.__('%1: %2', name, reason)
    : trans._n(
        '%2: %3. Run cell %4 again.',
        '%2: %3. Run cells %4 again.',
        places.length,
        ...[name, reason, listFormat().format(places)]
      );
}

export function listFormat(): Intl.ListFormat {
  return new Intl.ListFormat(undefined, { type: 'conjunction' });
}

/** When a snapshot was taken, with seconds where the minute does not tell it from `others`. */
export function takenWords(
  snapshot: SnapshotSummary,
  others: readonly SnapshotSummary[]
): string {
  return timeWords(snapshot.at, isCloseToAnother(snapshot, others));
}

/** When something was: the time for today, else the day with it. */
export function timeWords(at: string, withSeconds = false): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, {
    hour: 'numeric',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
    ...(!isToday && { day: 'numeric', month: 'short' })
  }).format(time);
}

/** How a run ended, or that it goes on; empty when it ended well. */
export function outcomeWords(
  state: RunState | undefined,
  trans: TranslationBundle
): string {
  switch (state) {
    case 'failed':
      return trans.__('failed');
    case 'cancelled':
      return trans.__('stopped');
    case 'interrupted':
      return trans.__('interrupted');
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return trans.__('goes on');
    case 'succeeded':
    case undefined:
      return '';
  }
}
