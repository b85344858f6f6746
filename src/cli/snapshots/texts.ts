import type { CodeKind, Signer, Subscription } from '../../core/api/types';
import { METRICS_STEP } from '../../core/notebook/types';
import { byteText } from '../printing';
import type { Pruned, Verified } from './results';

// What the commands about snapshots say.

export const noSnapshots = () =>
  'No snapshots yet. They are taken at each run; take one now with: kalette snapshot create';

export const nothingInterrupted = () =>
  'No opening of a snapshot was interrupted here.';

export const onePlace = () =>
  'Give --to for a new folder or --here for this workspace, not both.';

export const oneChoice = () => 'Give one of --finish, --back and --leave.';

export const onlyNow = () =>
  '“now” is the workspace as it is: name a snapshot to compare it with. See: kalette snapshot list';

export const takenByHand = () => 'taken by hand';

export const beforeAnother = () => 'before another was opened';

export const beforeCopying = (run: number) =>
  `before files of run ${run} were copied`;

export const beforeGoingBack = (time: string) => `before going back to ${time}`;

export const beforeOpening = (moment: string) => `before ${moment} was opened`;

export const snapshotOfRun = (
  run: number,
  when: string | null,
  step: string | null,
  isPartial: boolean,
  attempt = 1
) => {
  if (step === null) {
    return `run ${run}, at start`;
  }
  const name = step === METRICS_STEP ? 'Metrics' : step;
  const again = attempt > 1 ? ` (try ${attempt})` : '';
  return `run ${run}, ${when ?? 'after'} ${name}${again}${isPartial ? ', which failed' : ''}`;
};

export const fromElsewhere = (place: string) => `${place}, from elsewhere`;

export const restored = (
  written: number,
  removed: number,
  withheld: number,
  safety: string | null
) => {
  const left = withheld === 0 ? '' : `, ${filesText(withheld)} left out`;
  // Something was done, or there would be no way back.
  const isAlike = safety !== null && written + removed === 0;
  const done = isAlike
    ? `No file was written or removed${left}; what differed were permissions, times, links or empty folders, and they are put back.`
    : `${filesText(written)} written, ${filesText(removed)} removed${left}.`;
  return safety === null
    ? done
    : `${done} As it was before: kalette snapshot restore ${safety} --here`;
};

export const sameHere = () =>
  'Nothing differs from the snapshot here, so nothing was done.';

export const snapshotContents = (files: number, size: string, signer: string) =>
  `${filesText(files)}, ${size}; signature: ${signer}`;

export const missingVariable = (
  name: string,
  reason: string,
  cells: readonly number[]
) => `  ${name}: ${reason}${neededText(cells)}`;

/** Places from 0, of cells to run one after the other. */
const neededText = (cells: readonly number[]) =>
  cells.length === 0
    ? ''
    : `; needs ${cells.length === 1 ? 'cell' : 'cells'} ${cells.map(place => place + 1).join(', ')}`;

export const withheldFile = (path: string) =>
  `  ${path}: left out, as it looks like a secret`;

export const tornFile = (path: string) =>
  `  ${path}: it changed while it was read`;

export const skippedFile = (path: string) =>
  `  ${path}: left out, as it is no file or cannot be read`;

export const howToChoose = () =>
  'Take one along, from now on, with: kalette snapshot create --take PATH\nA line `path` in .snapshotignore leaves it out without a word.';

export const noFolder = (path: string) =>
  `${path} is not a folder: name the workspace, or a folder in it.`;

export const apart = (folder: string) =>
  `It is a workspace of its own: snapshots and runs of the one around it leave it out, unless a line !/${folder}/ of .snapshotignore asks for it.`;

export const externalFile = (path: string) =>
  `  ${path}: left out, as it belongs to this machine, or a snapshot was opened into it`;

export const sameFiles = (more: number, same: number) =>
  `${more > 0 ? `and ${more} more; ` : ''}${filesText(same)} the same`;

export const verified = ({
  ok,
  objects,
  snapshots,
  bad,
  affected
}: Verified) => {
  if (ok) {
    const whole = objects === 1 ? '1 object' : `${objects} objects`;
    return `${whole} of ${countText(snapshots)} ${objects === 1 ? 'is' : 'are'} whole.`;
  }
  const lines = affected.flatMap(({ id, names, problems, total }) => [
    `${[...names.slice(0, 1), id.slice(7, 15)].join('@')} is not whole:`,
    ...problems.slice(0, 3).map(([path, why]) => `  ${path}: ${why}`),
    ...(total > 3 ? [`  and ${total - 3} more`] : [])
  ]);
  return [
    `${bad.length} of ${objects} objects are damaged, ${affected.length} of ${snapshots} snapshots are not whole.`,
    ...lines,
    'The next snapshot stores again what it still finds in the workspace; others can be fetched again, or removed with: kalette snapshot remove ID'
  ].join('\n');
};

export const pruned = (
  { snapshots, freedBytes, young }: Pruned,
  isDry = false
) => {
  const count = countText(snapshots.length);
  const bytes = byteText(freedBytes);
  const done = isDry
    ? `${count} would be removed, ${bytes} given back.`
    : `${count} removed, ${bytes} given back.`;
  return young === 0
    ? done
    : `${done} ${countText(young)} younger than a day ${young === 1 ? 'stays' : 'stay'} for now.`;
};

const countText = (count: number) =>
  count === 1 ? '1 snapshot' : `${count} snapshots`;

export const removed = (id: string) =>
  `${id} is removed. Give its room back with: kalette snapshot prune`;

export const keptAs = (name: string) =>
  `It is kept as ${name}, and never pruned.`;

export const keptNoLonger = () => 'It has no name now, and may be pruned.';

export const unreadable = (ids: readonly string[]) =>
  `${countText(ids.length)} cannot be read (${ids.map(id => id.slice(7, 15)).join(', ')}). See what is damaged with: kalette snapshot verify`;

export const noSuchKind = (text: string, kinds: readonly string[]) =>
  `--allow knows ${kinds.join(', ')}; not ${text}.`;

export const origin = (
  source: string,
  files: number,
  size: string,
  fetch: string
) => `From ${source}: ${filesText(files)}, ${size}; ${fetch} to fetch.`;

export const signerText = ({ state, key }: Signer) => {
  const trust =
    key === null ? '' : ` Trust it with: kalette snapshot trust ${key} NAME`;
  switch (state) {
    case 'unsigned':
      return 'It is not signed: only plain data of it is loaded.';
    case 'invalid':
      return 'Its signature does not match.';
    case 'unknown':
      return `Its key is not known here: only plain data of it is loaded.${trust}`;
    case 'own':
    case 'trusted':
      return 'It is signed by a key that you trust.';
  }
};

export const leftOut = (path: string, kind: string) =>
  `  ${path}: left out, as it runs by itself; take it along with --allow ${kind}`;

export const trusted = (name: string) => `What ${name} signs is trusted now.`;

export const noSubscriptions = () =>
  'No bucket is followed. Follow one with: kalette snapshot subscribe REMOTE BUCKET';

export const unsubscribed = (remote: string, bucket: string) =>
  `${bucket} of ${remote} is followed no longer.`;

export const subscriptionHead = ({ remote, bucket, trust }: Subscription) =>
  `${bucket} of ${remote}${trust === 'unknown' ? ' (its key is not known here)' : ''}`;

export const notLookedAt = ({ remote, bucket }: Subscription, why: string) =>
  `${bucket} of ${remote} could not be looked at: ${why}`;

export const noCount = () => 'Write a whole number from 0 on, such as 5.';

export const noSize = () =>
  'Write a number of bytes, or with a unit, such as 500M, 1.5GB or 2GiB.';

export const noSnapshotGiven = () =>
  'No snapshot is named. Name one by its id, 6 digits of it or more, by a name or by its link; see: kalette snapshot list';

export const noLink = (text: string) =>
  `“${text}” is no link to a snapshot. Links are snap:BUCKET/NAME@sha256:… in this workspace, and snap+https://…#sha256:… elsewhere, as publish and Copy URL give them. For those of this workspace see: kalette snapshot list`;

export const badDigest = (text: string) =>
  `The digest in “${text}” is not whole: behind sha256: there are 64 digits and letters from a to f. Copy the whole link, or ask for one made with Copy URL.`;

export const noRemote = (text: string) =>
  `“${text}” is no folder here, and no address of a remote. Write ./${text} to make the folder, or an address such as s3://BUCKET/PATH.`;

export const noKey = (text: string) =>
  `“${text}” is no key: a key is 64 digits and letters from a to f. It stands in what kalette snapshot restore and show say of a snapshot whose key is not known here.`;

export const cancelling = () =>
  'Cancelling, and waiting until what was begun is undone; press Ctrl-C again to leave at once.';

export const nothingBegun = () => 'Cancelled; nothing was begun.';

export const leftAtOnce = () =>
  'Left at once. The next command in this workspace puts right what was not finished, and says so.';

export const doneAfterAll = () =>
  'It was done before it could be cancelled; this is its result.';

export const begunAgain = () =>
  'The command that ran the engine of this workspace has ended. Beginning again here.';

export const restoreLost = (isHere: boolean, isDone: boolean) => {
  const what =
    'The command that ran the engine of this workspace was killed while it restored for this one.';
  if (!isHere) {
    return `${what} The folder is there whole, or not at all.`;
  }
  return isDone
    ? `${what} All the same the folder is as the snapshot has it.`
    : `${what} The folder is not, or not in all, as the snapshot has it.`;
};

export const afterRestoreLost = (isHere: boolean) =>
  isHere
    ? 'If anything was changed, what was there before is the newest snapshot of: kalette snapshot list. Restore that, or run this command again.'
    : 'Look whether the folder is there, and if not, run this command again.';

export const lostWhileLeaving = () =>
  'The command that ran the engine of this workspace has ended as well. What was not finished is put right by the next command here, which says so.';

const CANCELLED: Readonly<Record<string, string>> = {
  create: 'no snapshot was taken',
  restore: 'the folder is as it was',
  apply: 'the files are as they were',
  fetch: 'what was fetched stays, and the next fetch goes on from there',
  publish: 'what was sent stays, and the next publish goes on from there',
  withdraw: 'what was removed is gone; give the command again for the rest'
};

export const cancelled = (kind: string) =>
  `Cancelled: ${CANCELLED[kind] ?? 'nothing was changed'}.`;

export const publishedHead = () => 'Published, the newest first:';

export const variablesHead = () => ['variable', 'type', 'value'];

export const parametersHead = () => ['parameter', 'value'];

export const absentHead = () => 'Not in it, or not as it was:';

export const filesHead = () => ['file', 'files', 'size'];

export const codeHead = () => 'Could run code once it is opened:';

export const codeUnknown = (why: string) =>
  `What of it could run code cannot be told: ${why}`;

const CODE: Readonly<Record<CodeKind, string>> = {
  startup: 'runs by itself',
  environment: 'of an environment',
  hook: 'hook of a program',
  cells: 'of the notebook',
  variables: 'variables whose reading runs code',
  notebook: 'notebooks'
};

export const codeOfKind = (
  kind: CodeKind,
  names: readonly string[],
  more: number
) =>
  `${CODE[kind]}: ${names.join(', ')}${more > 0 ? ` and ${more} more (--files shows all)` : ''}`;

export const cellsText = (count: number) =>
  count === 1 ? '1 cell that defines' : `${count} cells that define`;

export const filesText = (count: number) =>
  count === 1 ? '1 file' : `${count} files`;
