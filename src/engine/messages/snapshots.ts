import type { Recovery } from '../../core/api/types';
import { problem } from './problem';

// What the engine says about snapshots.

const STATUS: Readonly<Record<string, number>> = {
  missing: 404,
  'bad-request': 400,
  'bad-name': 400,
  'bad-url': 400,
  conflict: 409,
  locked: 409,
  cancelled: 409,
  'no-space': 507,
  'remote-full': 507
};

/** What the snapshot service refused, in its own words. */
export const snapshotProblem = (code: string, detail: string, hint?: string) =>
  problem(
    STATUS[code] ?? 422,
    `snapshot_${code.replace(/-/g, '_')}`,
    'Snapshot',
    detail,
    [hint, code === 'disk-full' ? roomForMore() : ''].join(' ').trim() ||
      undefined
  );

/** How the disk of a workspace gets room back. */
export const roomForMore = () =>
  'Free space on the disk outside the workspace, or give some back in it, where snapshots are that nobody needs: press Free up in the Snapshots view, or run kalette snapshot remove ID and kalette snapshot prune.';

/** What lies there is run by Git. */
export const insideGit = (folder: string) =>
  problem(
    422,
    'bad_folder',
    'Folder',
    `${folder} belongs to Git, which would run what is in the snapshot.`,
    'Choose another folder.'
  );

export const insideStore = (folder: string) =>
  problem(
    422,
    'bad_folder',
    'Folder',
    `${folder} lies in the store of a workspace, which keeps only what is its own.`,
    'Choose another folder.'
  );

export const notFollowed = (remote: string, bucket: string) =>
  problem(
    404,
    'not_followed',
    'Not followed',
    `${bucket} of ${remote} is not followed.`,
    'See what is with: kalette snapshot subscriptions'
  );

/** Beside a file that has the name of a library. */
export const hidesModule = (module: string) =>
  `Python would take it for the module \`${module}\``;

/** What is run of cells that are not run as a whole. */
export const definedInSteps = (count: number) =>
  count === 1
    ? '1 import or definition of a step'
    : `${count} imports and definitions of steps`;

/** Instead of the files themselves. */
export const moreHazards = (count: number) =>
  `and ${count.toLocaleString('en')} more files that run by themselves`;

export const noPythonForSnapshots = () =>
  problem(
    503,
    'no_python',
    'No Python',
    'Snapshots need a Python, and none was found.',
    'Install Python 3.9 or newer, or set KALETTE_PYTHON to one.'
  );

/** `isInPlace`: it may have written files of the workspace, which are not put back by themselves. */
export const snapshotServiceLost = (stderr: string, isInPlace = false) => {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const why = last === '' ? '' : `: ${last}`;
  return problem(
    500,
    'snapshot_service_lost',
    'Snapshots stopped',
    isInPlace
      ? `The process that puts files back ended${why}. The folder may be restored in part.`
      : `The process that takes snapshots ended${why}.`,
    isInPlace
      ? 'If it is, the next command here, kalette snapshot list for one, finishes it, or asks first where files were changed since; it says so, and how to go back to what was there before. If it says nothing, nothing was changed.'
      : 'Try again; what it had not finished is undone.'
  );
};

export const noOperation = (id: string) =>
  problem(
    404,
    'no_operation',
    'No such operation',
    `There is no operation ${id}: the engine ended on the way and was started anew.`,
    'What was interrupted is finished or undone; the list of snapshots says which.'
  );

export const noSnapshotsHere = (workspace: string) =>
  problem(
    404,
    'snapshot_missing',
    'No snapshots',
    `There are no snapshots in ${workspace} yet.`,
    'Go to the workspace that has it, or take one with: kalette snapshot create'
  );

export const noSnapshot = (name: string, why: string) =>
  `There is no snapshot “${name}”: ${why}`;

export const notTaken = (path: string) =>
  problem(
    400,
    'snapshot_path',
    'No such file',
    `“${path}” is no file or folder of this workspace.`,
    'Name what was left out as the snapshot tells it, relative to the workspace.'
  );

export const stillLeftOut = (paths: readonly string[]) =>
  problem(
    409,
    'snapshot_left_out',
    'Still left out',
    `No snapshot was taken, as it would still be without ${paths.join(', ')}.`,
    'Snapshots never have .git, caches and environments, nor folders that snapshots were opened into. Take along what is left without them.'
  );

export const holdsSecrets = (paths: readonly string[], more: number) =>
  problem(
    422,
    'snapshot_secrets',
    'Secrets',
    `The snapshot holds what looks like a secret: ${listOf(paths, more)}.`,
    'Nothing was sent. Publishing cannot be undone: agree to that first, or publish a snapshot without them.'
  );

export const notHere = (url: string) =>
  problem(
    422,
    'snapshot_elsewhere',
    'Not in this workspace',
    `${url} lies elsewhere, and is not looked into from here.`,
    'Fetch it with: kalette snapshot fetch URL'
  );

export const noDigest = (url: string) =>
  problem(
    400,
    'snapshot_no_digest',
    'No digest',
    `“${url}” has no digest, so its content cannot be checked.`,
    'Ask for a link made with Copy URL.'
  );

export const noLink = (text: string) =>
  problem(
    400,
    'snapshot_no_digest',
    'No link',
    `“${text}” is no link of a snapshot.`,
    'Links begin with snap: or snap+ and end with sha256: and 64 digits and letters. Copy one with Copy URL.'
  );

export const badDigest = (url: string) =>
  problem(
    400,
    'snapshot_no_digest',
    'Not a digest',
    `The digest in “${url}” is not whole: behind sha256: there are 64 digits and letters from a to f.`,
    'Copy the whole link, or ask for one made with Copy URL.'
  );

export const badSignature = (url: string) =>
  problem(
    422,
    'snapshot_bad_signature',
    'Signature does not match',
    `The signature of ${url} is not that of its content.`,
    'Do not open it; ask for the link again.'
  );

export const notOfRun = (path: string, run: number) =>
  problem(
    400,
    'not_of_run',
    'No file of the run',
    `${path} is not among the files that run ${run} left.`
  );

export const noFileThere = (path: string) =>
  problem(404, 'no_file', 'No such file', `There is no file ${path}.`);

export const changedSince = (path: string, run: number) =>
  problem(
    409,
    'changed_since',
    'Changed since the run',
    `${path} was changed here since run ${run} began.`,
    'Compare the two, and copy it by hand.'
  );

/** What became of a restore, or of copying a run's files, that a kill or a crash cut short. */
export const interruptedOpening = ({
  how,
  folder,
  id,
  safety,
  why,
  changed,
  more,
  meanwhile
}: Recovery) => {
  const what = `Files of snapshot ${id.slice(7, 15)} were being put into ${folder} when that was cut short`;
  const back =
    safety === null
      ? ''
      : ` As it was before: kalette snapshot restore ${safety} --here`;
  const undo =
    meanwhile === null
      ? ''
      : ` As it was just now: kalette snapshot restore ${meanwhile} --here`;
  switch (how) {
    case 'resumed':
      return `${what}. It has been finished now.${back}${undo}`;
    case 'rolled-back':
      return `${what}. All is as it was before.${undo}`;
    case 'left':
      return `${what}. The files stay as they are.${back}`;
    case 'waiting':
      return `${what}, and files were changed since: ${listOf(changed, more)}. It was neither finished nor taken back. Decide with: kalette snapshot recover --finish, --back or --leave`;
    case 'failed':
      return `${what}, and that could not be put right yet: ${why}`;
  }
};

/** Why no run begins while files of two moments lie in the workspace. */
export const halfOpened = (recovery: Recovery) =>
  problem(
    409,
    'half_opened',
    'Half opened',
    `The opening of a snapshot was cut short here, and a run would take files of two moments. ${interruptedOpening(recovery)}`,
    'Decide in Snapshots of the panel, or with kalette snapshot recover; then run it again.'
  );

export const beingOpened = () =>
  problem(
    409,
    'being_opened',
    'Being opened',
    'Files of the workspace are being brought to another moment.',
    'Run it again when that is done.'
  );

function listOf(paths: readonly string[], more: number): string {
  const shown = paths.slice(0, 5);
  const others = paths.length - shown.length + more;
  const rest = others > 0 ? ` and ${others} more` : '';
  return `${shown.join(', ')}${rest}`;
}

export const notRecovered = (why: string) =>
  `The opening of a snapshot was interrupted, and could not be put right yet: ${why}`;

export const cancelledFiles = () =>
  problem(
    409,
    'snapshot_cancelled',
    'Cancelled',
    'It was cancelled; the files are as they were.'
  );

export const thisWorkspace = () => 'this workspace';

export const foreignHere = () =>
  'Its key is not known here, and it would change files of yours. Trust the key, or open it in a new folder.';

export const notOpenedHere = (why: string) =>
  problem(409, 'snapshot_not_here', 'Not opened here', why);

const PHASES: Readonly<Record<string, string>> = {
  list: 'Looking at what is there',
  inspect: 'Looking at the files',
  walk: 'Looking at the files',
  read: 'Reading files',
  state: 'Reading variables',
  sync: 'Making it safe on disk',
  check: 'Checking',
  verify: 'Checking',
  write: 'Writing files',
  download: 'Fetching',
  upload: 'Sending',
  merge: 'Joining',
  mark: 'Looking for what is needed',
  sweep: 'Giving back room',
  remove: 'Removing files'
};

/** A phase of the snapshot service, for people. */
export const phaseText = (phase: string) => PHASES[phase] ?? phase;
