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
