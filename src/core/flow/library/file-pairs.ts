import type { FileUse } from './file-uses';

/** What is moved, and where it goes, can be a file or a folder. */
function moved(...places: readonly Place[]): readonly FileUse[] {
  return places.flatMap(place => [
    { ...place, mode: 'write' },
    { ...place, mode: 'folder' }
  ]);
}

type Place = Pick<FileUse, 'argument' | 'name'>;

const SELF: Place = { argument: -1 };
const SOURCE: Place = { argument: 0, name: 'src' };
const GOAL: Place = { argument: 1, name: 'dst' };

const MOVED_BY_CALL = moved(SOURCE, GOAL);

/** Functions that make a file of another one, or compare the two. */
const CALLS: Readonly<Record<string, readonly FileUse[]>> = {
  ...each(
    ['shutil.move', 'os.rename', 'os.renames', 'os.replace'],
    MOVED_BY_CALL
  ),
  ...each(
    ['shutil.copyfile', 'os.link', 'os.symlink'],
    [
      { ...SOURCE, mode: 'read' },
      { ...GOAL, mode: 'write' }
    ]
  ),
  ...each(
    ['shutil.copy', 'shutil.copy2'],
    [
      { ...SOURCE, mode: 'read' },
      { ...GOAL, mode: 'write', under: 0 }
    ]
  ),
  ...each(
    ['shutil.copymode', 'shutil.copystat'],
    [
      { ...SOURCE, mode: 'read' },
      { ...GOAL, mode: 'append' }
    ]
  ),
  ...each(
    ['os.path.samefile', 'filecmp.cmp'],
    [
      { argument: 0, mode: 'read' },
      { argument: 1, mode: 'read' }
    ]
  )
};

function each(
  names: readonly string[],
  uses: readonly FileUse[]
): Record<string, readonly FileUse[]> {
  return Object.fromEntries(names.map(name => [name, uses]));
}

const OTHER: Place = { argument: 0, name: 'target' };
const INTO: FileUse = {
  ...{ argument: 0, name: 'target_dir' },
  ...{ mode: 'write', under: -1 }
};

/** Methods of paths that are about two files. */
const METHODS: Readonly<Record<string, readonly FileUse[]>> = {
  ...each(['rename', 'replace', 'move'], moved(SELF, OTHER)),
  ...each(
    ['hardlink_to', 'symlink_to'],
    [
      { ...OTHER, mode: 'read' },
      { ...SELF, mode: 'write' }
    ]
  ),
  ...each(
    ['link_to', 'copy'],
    [
      { ...SELF, mode: 'read' },
      { ...OTHER, mode: 'write' }
    ]
  ),
  copy_into: [{ ...SELF, mode: 'read' }, INTO],
  move_into: [...moved(SELF), INTO],
  samefile: [
    { ...SELF, mode: 'read' },
    { argument: 0, mode: 'read', name: 'other_path' }
  ]
};

/** How a function touches two files that it is given; `undefined` for others. */
export function pairOfCall(path: string): readonly FileUse[] | undefined {
  return Object.hasOwn(CALLS, path) ? CALLS[path] : undefined;
}

/** How a method of a path touches it and another one; `undefined` for others. */
export function pairOfMethod(method: string): readonly FileUse[] | undefined {
  return Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
}
