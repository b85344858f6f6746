import { pairOfCall, pairOfMethod } from './file-pairs';
import type { FileMode, FileUse } from './file-uses';
import { remember } from './remember';

const READS =
  /^(?:pandas\.read_\w+|os\.(?:lstat|readlink)|os\.path\.getatime|polars\.(?:read|scan)_\w+|duckdb\.(?:read|from)_(?:csv|csv_auto|json|parquet)|numpy\.(?:load|loadtxt|genfromtxt|fromfile)|joblib\.load|torch\.load|os\.(?:stat|listdir|scandir|walk)|os\.path\.(?:getsize|getmtime)|glob\.(?:glob|iglob)|PIL\.Image\.open|cv2\.imread|sqlite3\.connect|matplotlib\.pyplot\.imread|shutil\.rmtree|yaml\.safe_load_all|configparser\.read|geopandas\.read_file|pyarrow\.parquet\.read_table|(?:tensorflow\.)?keras\.models\.load_model|scipy\.io\.(?:loadmat|wavfile\.read)|imageio\.(?:v[23]\.)?imread|soundfile\.read|os\.path\.getctime|numpy\.memmap|[\w.]+\.(?:load_local|load_from_disk))$/;

// What `from_pretrained` is given names a folder if there is one, else something elsewhere.
const PROBES =
  /^(?:os\.path\.(?:exists|isfile|isdir|islink|lexists)|os\.chdir|contextlib\.chdir|os\.access|[\w.]+\.from_pretrained)$/;

const LISTS = /^(?:os\.(?:listdir|scandir|walk)|glob\.(?:glob|iglob))$/;

const WRITES =
  /^(?:numpy\.(?:save|savez|savez_compressed|savetxt)|torch\.save|cv2\.imwrite|imageio\.(?:v[23]\.)?imwrite|matplotlib\.pyplot\.imsave|soundfile\.write|scipy\.io\.(?:savemat|wavfile\.write)|os\.(?:remove|unlink)|urllib\.request\.urlretrieve|(?:tensorflow\.)?keras\.callbacks\.(?:ModelCheckpoint|CSVLogger))$/;

const FOLDERS = /^(?:os\.(?:makedirs|mkdir|rmdir)|shutil\.rmtree)$/;

const OPENERS =
  /^(?:(?:builtins|io|os|gzip|bz2|lzma|codecs|tarfile)\.open|zipfile\.ZipFile|h5py\.File)$/;

/** True for functions and methods of paths that make a folder. */
export const makesFolder = remember(name =>
  /^(?:os\.(?:makedirs|mkdir)|mkdir)$/.test(name)
);

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
  if (
    /^(?:os\.(?:truncate|utime|l?ch(?:mod|own))|shutil\.chown|fileinput\.(?:input|FileInput))$/.test(
      path
    )
  ) {
    return [{ argument: 0, mode: 'append' }];
  }
  if (path === 'shutil.copytree') {
    return [
      { argument: 0, mode: 'list' },
      { argument: 1, mode: 'folder' }
    ];
  }
  const ofTwo = pairOfCall(path);
  if (ofTwo) {
    return ofTwo;
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

const READING_VERB =
  /(?:^|\.|_)(?:load|read|open|parse|import|from_file)(?:_\w+)?$/i;

const WRITING_VERB = /(?:^|\.|_)(?:save|write|dump|export)(?:_\w+)?$/i;

/** What a function that nothing is known of does with a file that it is told, by its name. */
export const guessedMode = remember((path): FileMode | null => {
  if (
    path.startsWith('builtins.') ||
    filesOfCall(path, null, false).length > 0
  ) {
    return null;
  }
  return READING_VERB.test(path)
    ? 'read'
    : WRITING_VERB.test(path)
      ? 'write'
      : null;
});

/** True for a text that is hardly anything else than the name of a file. */
export function looksLikeFile(text: string): boolean {
  return /^[^\s:*?"<>|]+\.[A-Za-z]\w{0,7}$/.test(text);
}

const PATH_METHODS: Readonly<Record<string, FileMode>> = {
  read_text: 'read',
  read_bytes: 'read',
  write_text: 'write',
  write_bytes: 'write',
  mkdir: 'folder',
  rmdir: 'folder',
  touch: 'write',
  chmod: 'append',
  lchmod: 'append',
  unlink: 'write',
  stat: 'read',
  lstat: 'read',
  readlink: 'read',
  is_symlink: 'probe',
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
  const ofTwo = isPath ? pairOfMethod(method) : undefined;
  if (ofTwo) {
    return ofTwo;
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
