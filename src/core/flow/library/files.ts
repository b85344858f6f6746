import { remember } from './remember';

/**
 * How a call touches a file; a `probe` only asks whether it is there, and a `make` leaves a
 * folder behind whether or not it was there before.
 */
export type FileMode =
  'read' | 'write' | 'append' | 'folder' | 'make' | 'list' | 'probe';

/** True for what leaves the file as it is. */
export function onlyReads(mode: FileMode): boolean {
  return mode === 'read' || mode === 'list' || mode === 'probe';
}

export interface FileUse {
  /** Position of the path among the arguments; -1 for the receiver. */
  readonly argument: number;
  readonly mode: FileMode;
}

const READS =
  /^(?:pandas\.read_\w+|polars\.(?:read|scan)_\w+|numpy\.(?:load|loadtxt|genfromtxt|fromfile)|joblib\.load|torch\.load|os\.(?:stat|listdir|scandir|walk)|os\.path\.(?:getsize|getmtime)|glob\.(?:glob|iglob)|PIL\.Image\.open|cv2\.imread|sqlite3\.connect|matplotlib\.pyplot\.imread|shutil\.rmtree|yaml\.safe_load_all|configparser\.read|geopandas\.read_file|pyarrow\.parquet\.read_table|(?:tensorflow\.)?keras\.models\.load_model|scipy\.io\.(?:loadmat|wavfile\.read)|imageio\.(?:v[23]\.)?imread|soundfile\.read|os\.path\.getctime|numpy\.memmap|[\w.]+\.(?:load_local|load_from_disk))$/;

// What `from_pretrained` is given names a folder if there is one, else something elsewhere.
const PROBES =
  /^(?:os\.path\.(?:exists|isfile|isdir|lexists)|os\.chdir|contextlib\.chdir|os\.access|[\w.]+\.from_pretrained)$/;

const LISTS = /^(?:os\.(?:listdir|scandir|walk)|glob\.(?:glob|iglob))$/;

const WRITES =
  /^(?:numpy\.(?:save|savez|savez_compressed|savetxt)|torch\.save|cv2\.imwrite|imageio\.(?:v[23]\.)?imwrite|matplotlib\.pyplot\.imsave|soundfile\.write|scipy\.io\.(?:savemat|wavfile\.write)|os\.(?:remove|unlink)|urllib\.request\.urlretrieve|(?:tensorflow\.)?keras\.callbacks\.(?:ModelCheckpoint|CSVLogger))$/;

const FOLDERS = /^(?:os\.(?:makedirs|mkdir|rmdir)|shutil\.rmtree)$/;

const OPENERS =
  /^(?:(?:builtins|io|os|gzip|bz2|lzma|codecs|tarfile)\.open|zipfile\.ZipFile|h5py\.File)$/;

/** What is moved, and where it goes, can be a file or a folder. */
function moved(from: number, to: number): readonly FileUse[] {
  return [from, to].flatMap(argument => [
    { argument, mode: 'write' },
    { argument, mode: 'folder' }
  ]);
}

const MOVED_BY_CALL = moved(0, 1);

/** True for functions and methods of paths that make a folder. */
export const makesFolder = remember(name =>
  /^(?:os\.(?:makedirs|mkdir)|mkdir)$/.test(name)
);

const ARCHIVES: Readonly<Record<string, string>> = {
  zip: '.zip',
  tar: '.tar',
  gztar: '.tar.gz',
  bztar: '.tar.bz2',
  xztar: '.tar.xz'
};

/** The file that a function writes when it is told to write this one and how. */
export function withEnding(
  path: string,
  file: string,
  how: string | null
): string | null {
  if (path === 'shutil.make_archive') {
    const ending = ARCHIVES[how ?? ''];
    return ending === undefined ? null : file + ending;
  }
  // NumPy gives its files an ending where they have none.
  const ending = /^numpy\.save(z?)/.exec(path);
  const missing = ending?.[1] ? '.npz' : '.npy';
  return ending && !file.endsWith(missing) ? file + missing : file;
}

/** How a library function touches files. */
export function filesOfCall(
  path: string,
  mode: string | null,
  isModeGiven: boolean
): readonly FileUse[] {
  return isOpener(path)
    ? [{ argument: 0, mode: openMode(mode, isModeGiven) }]
    : filesOfOther(path);
}

const isOpener = remember(path => OPENERS.test(path));

const filesOfOther = remember((path): readonly FileUse[] => {
  if (FOLDERS.test(path)) {
    return [{ argument: 0, mode: 'folder' }];
  }
  if (
    /^(?:sqlite3\.connect|shelve\.open|dbm\.open|duckdb\.connect|sqlalchemy\.create_engine)$/.test(
      path
    )
  ) {
    return [{ argument: 0, mode: 'append' }];
  }
  if (/^(?:os\.truncate|fileinput\.(?:input|FileInput))$/.test(path)) {
    return [{ argument: 0, mode: 'append' }];
  }
  if (path === 'shutil.copytree') {
    return [
      { argument: 0, mode: 'list' },
      { argument: 1, mode: 'folder' }
    ];
  }
  if (/^(?:shutil\.move|os\.(?:rename|renames|replace))$/.test(path)) {
    return MOVED_BY_CALL;
  }
  if (/^(?:shutil\.(?:copy|copy2|copyfile)|os\.(?:sym)?link)$/.test(path)) {
    return [
      { argument: 0, mode: 'read' },
      { argument: 1, mode: 'write' }
    ];
  }
  if (/^pandas\.read_sql(?:_query|_table)?$/.test(path)) {
    return [{ argument: 1, mode: 'read' }];
  }
  if (path === 'joblib.dump') {
    return [{ argument: 1, mode: 'write' }];
  }
  if (path === 'torch.save') {
    return [{ argument: 1, mode: 'write' }];
  }
  if (path === 'shutil.make_archive') {
    return [
      { argument: 0, mode: 'write' },
      { argument: 2, mode: 'list' }
    ];
  }
  if (path === 'shutil.unpack_archive') {
    return [
      { argument: 0, mode: 'read' },
      { argument: 1, mode: 'folder' }
    ];
  }
  if (path === 'logging.FileHandler') {
    return [{ argument: 0, mode: 'append' }];
  }
  if (LISTS.test(path)) {
    return [{ argument: 0, mode: 'list' }];
  }
  if (WRITES.test(path)) {
    return [{ argument: 0, mode: 'write' }];
  }
  if (path === 'matplotlib.pyplot.savefig') {
    return [{ argument: 0, mode: 'write' }];
  }
  if (PROBES.test(path)) {
    return [{ argument: 0, mode: 'probe' }];
  }
  return READS.test(path) ? [{ argument: 0, mode: 'read' }] : [];
});

/** What `open` does with a file, by its mode. */
export function openMode(mode: string | null, isGiven: boolean): FileMode {
  if (!isGiven) {
    return 'read';
  }
  // Behind a colon stands how the file is packed.
  const how = mode?.replace(/[:|].*/, '') ?? null;
  if (how === null || /[a+]/.test(how)) {
    return how && /w/.test(how) ? 'write' : 'append';
  }
  return /[wx]/.test(how) ? 'write' : 'read';
}

const PATH_METHODS: Readonly<Record<string, FileMode>> = {
  read_text: 'read',
  read_bytes: 'read',
  write_text: 'write',
  write_bytes: 'write',
  mkdir: 'folder',
  rmdir: 'folder',
  touch: 'write',
  symlink_to: 'write',
  hardlink_to: 'write',
  unlink: 'write',
  exists: 'probe',
  is_file: 'probe',
  is_dir: 'probe',
  iterdir: 'list',
  glob: 'list',
  rglob: 'list'
};

const WRITING =
  /^(?:to_(?:csv|json|parquet|pickle|excel|feather|hdf|html|stata)|savefig|save|save_model|save_weights|save_local|save_pretrained|save_to_disk|tofile|write_image|write_html|write_csv|write_parquet)$/;

const isReading = remember(method =>
  /^(?:load_weights|load_model|load_local)$/.test(method)
);

const isWriting = remember(method => WRITING.test(method));

const WRITTEN: readonly FileUse[] = [{ argument: 0, mode: 'write' }];
const MOVED = moved(-1, 0);
const EXTRACTED: readonly FileUse[] = [{ argument: 0, mode: 'folder' }];
const STORED: readonly FileUse[] = [{ argument: 1, mode: 'append' }];
const READ: readonly FileUse[] = [{ argument: 0, mode: 'read' }];
const NO_FILES: readonly FileUse[] = [];

/** How a method touches files: of a path its own, of other values the first argument. */
export function filesOfMethod(
  method: string,
  isPath: boolean,
  mode: string | null,
  isModeGiven: boolean
): readonly FileUse[] {
  if (isPath && /^(?:rename|replace)$/.test(method)) {
    return MOVED;
  }
  if (isPath) {
    const known =
      method === 'open' ? openMode(mode, isModeGiven) : PATH_METHODS[method];
    return known ? [{ argument: -1, mode: known }] : [];
  }
  if (isReading(method)) {
    return READ;
  }
  if (method === 'extractall') {
    return EXTRACTED;
  }
  if (method === 'to_sql') {
    return STORED;
  }
  return isWriting(method) ? WRITTEN : NO_FILES;
}

/** `sqlite:///data/my.db`, as SQLAlchemy names databases that are files. */
const DATABASE = /^(?:sqlite|duckdb)(?:\+\w+)?:\/\/\/([^?]+)/;

/** The path in the form that files are compared by; `null` for what is no file here. */
export function fileKey(given: string): string | null {
  const text = DATABASE.exec(given)?.[1] ?? given;
  if (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
    text === '' ||
    text === ':memory:'
  ) {
    return null;
  }
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') {
      parts.pop();
    } else if (part !== '.' && part !== '') {
      parts.push(part);
    }
  }
  const joined = parts.join('/');
  return text.startsWith('/') ? `/${joined}` : joined || '.';
}
