import { problem } from './problem';

// What the engine says about the names of snapshots.

/** An id as people write it. */
const shortId = (id: string) => id.slice('sha256:'.length, 19);

/** What takes the name of a snapshot back. */
const untag = (id: string) => `kalette snapshot untag ${shortId(id)}`;

export const nameTaken = (name: string, holder: string) =>
  problem(
    409,
    'snapshot_name_taken',
    'Name taken',
    `Snapshot ${shortId(holder)} is kept as “${name}” already.`,
    `Choose another name, or take this one from it with: ${untag(holder)}`
  );

export const keptAlready = (id: string, kept: string) =>
  problem(
    409,
    'snapshot_name_taken',
    'Named already',
    `Snapshot ${shortId(id)} is kept as “${kept}” already, and has one name.`,
    `To name it otherwise take that back first, with: ${untag(id)}`
  );

export const nameMeansNow = (name: string) =>
  problem(
    400,
    'snapshot_bad_name',
    'Not a name',
    `“${name}” stands for the workspace as it is, and names no snapshot.`,
    'Choose another name.'
  );

export const keptFromRemoval = (id: string, kept: string) =>
  problem(
    409,
    'snapshot_kept',
    'Kept',
    `Snapshot ${shortId(id)} is kept as “${kept}”.`,
    `To remove it take the name back first, with: ${untag(id)}`
  );

export const notKept = (id: string) =>
  problem(
    409,
    'snapshot_not_kept',
    'Not kept',
    `Snapshot ${shortId(id)} has no name that could be taken back.`,
    'Names stand in brackets in: kalette snapshot list'
  );
