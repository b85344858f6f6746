import { join } from 'node:path';

/** Paths of one workspace's store; nothing else in the engine joins these names. */
export interface Layout {
  /** The workspace: the live folder, which the engine only reads. */
  readonly workspace: string;
  /** `.kalette` inside it. */
  readonly home: string;
  readonly database: string;
  readonly lock: string;
  readonly lockDatabase: string;
  readonly objects: string;
  readonly tmp: string;
  readonly runs: string;
  /** The store of snapshots. */
  readonly snapshots: string;
}

/** Name of the store's folder, which marks a workspace. */
export const HOME = '.kalette';

/** Where things lie in the store of a workspace. */
export function layoutOf(workspace: string): Layout {
  const home = join(workspace, HOME);
  return {
    workspace,
    home,
    database: join(home, 'kalette.db'),
    lock: join(home, 'engine.lock'),
    lockDatabase: join(home, 'engine.lock.db'),
    objects: join(home, 'objects'),
    tmp: join(home, 'tmp'),
    runs: join(home, 'runs'),
    snapshots: join(home, 'snapshots')
  };
}

/** File of an object; `digest` is `sha256:` and 64 hexadecimal digits. */
export function objectPath(layout: Layout, digest: string): string {
  const hex = digest.slice('sha256:'.length);
  return join(layout.objects, hex.slice(0, 2), hex.slice(2));
}

/** Folders of one run. */
export function runFolder(layout: Layout, run: string): string {
  return join(layout.runs, run);
}

/** Links that are written otherwise in the working trees of a run. */
export function linksFile(layout: Layout, run: string): string {
  return join(runFolder(layout, run), 'links.json');
}

/** All working trees of a run. */
export function treesFolder(layout: Layout, run: string): string {
  return join(runFolder(layout, run), 'trees');
}

/** The workspace as it was when the run began. */
export function startTree(layout: Layout, run: string): string {
  return join(treesFolder(layout, run), '.start');
}

/** Working tree of a chain of steps, named after its first step. */
export function chainTree(layout: Layout, run: string, chain: string): string {
  return join(treesFolder(layout, run), chain);
}

/** Plan, raw output and saved variables of one attempt. */
export function attemptFolder(
  layout: Layout,
  run: string,
  step: string,
  attempt: number
): string {
  return join(runFolder(layout, run), 'steps', step, String(attempt));
}

/** Files that a run wrote, offered to people. */
export function filesFolder(layout: Layout, run: string): string {
  return join(runFolder(layout, run), 'files');
}
