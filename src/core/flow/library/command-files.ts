import { remember } from './remember';

/** A file or folder that a command uses, by a name that can be read off. */
export interface CommandFile {
  readonly file: string;
  readonly mode: 'read' | 'write' | 'list' | 'folder';
}

type Use = (words: readonly string[]) => readonly CommandFile[] | null;

/** Words that are no options. */
function plain(words: readonly string[]): readonly string[] {
  return words.filter(word => !word.startsWith('-'));
}

const all =
  (mode: CommandFile['mode']): Use =>
  words =>
    plain(words).map(file => ({ file, mode }));

/** Files to read, behind a pattern or a script and the numbers of options. */
const behind =
  (skipped: number): Use =>
  words =>
    plain(words)
      .filter(word => !/^\d+$/.test(word))
      .slice(skipped)
      .map(file => ({ file, mode: 'read' }));

const folders: Use = words => {
  const named = plain(words);
  const listed = named.length > 0 ? named : ['.'];
  return listed.map(file => ({ file, mode: 'list' }));
};

const copy: Use = words => {
  const files = plain(words);
  const target = files[files.length - 1];
  return files.length < 2 || target === undefined
    ? null
    : [
        ...files.slice(0, -1).map(file => ({ file, mode: 'read' }) as const),
        { file: target, mode: 'write' }
      ];
};

const move: Use = words => {
  const files = plain(words);
  return files.length < 2 ? null : files.map(file => ({ file, mode: 'write' }));
};

/** What stands behind one of these options, else the last part of an address. */
const fetched =
  (option: RegExp, byAddress: boolean): Use =>
  words => {
    const at = words.findIndex(word => option.test(word));
    const named = at < 0 ? undefined : words[at + 1];
    if (named !== undefined) {
      return [{ file: named, mode: 'write' }];
    }
    const address = plain(words).find(word => /^https?:/.test(word));
    const file = /^https?:\/\/[^/]+\/(?:[^?#]*\/)?([^/?#]+)$/.exec(
      address ?? ''
    )?.[1];
    return byAddress && file && plain(words).length === 1
      ? [{ file, mode: 'write' }]
      : null;
  };

const USES: Readonly<Record<string, Use>> = {
  cat: all('read'),
  zcat: all('read'),
  head: behind(0),
  tail: behind(0),
  wc: all('read'),
  stat: all('read'),
  file: all('read'),
  sort: words =>
    words.some(word => /^-\w*o/.test(word)) ? null : behind(0)(words),
  uniq: words => (plain(words).length > 1 ? null : behind(0)(words)),
  cut: words =>
    words.some(word => /^-[dfbc]$/.test(word)) ? null : all('read')(words),
  grep: behind(1),
  egrep: behind(1),
  fgrep: behind(1),
  md5sum: all('read'),
  sha256sum: all('read'),
  less: all('read'),
  more: all('read'),
  ls: folders,
  ll: folders,
  dir: folders,
  tree: folders,
  du: folders,
  mkdir: all('folder'),
  touch: all('write'),
  rm: all('write'),
  cp: copy,
  mv: move,
  wget: fetched(/^(?:-\w*O|--output-document)$/, true),
  curl: fetched(/^(?:-\w*o|--output)$/, false)
};

/**
 * The files that the commands of a text use beside those it is redirected to; `null` where some
 * are not spelled out, or a program is not known.
 */
export const commandFiles = remember((text): readonly CommandFile[] | null => {
  if (/[$`{}\\()]/.test(text)) {
    return null;
  }
  const bare = text
    .replace(/(^|\s)#.*$/gm, '$1')
    .replace(/\d?>&\d/g, ' ')
    .replace(/(?:&|\d)?(?:>{1,2}|<)\s*\S+/g, ' ');
  const found: CommandFile[] = [];
  let isPiped = false;
  for (const [, part = '', end] of bare.matchAll(/([^;|&\n]*)([;|&\n]+|$)/g)) {
    const files = filesOf(part, isPiped);
    if (files === null) {
      return null;
    }
    found.push(...files);
    isPiped = end === '|';
  }
  return found;
});

function filesOf(
  text: string,
  isPiped: boolean
): readonly CommandFile[] | null {
  const [program = '', ...words] = (
    text.replace(/^[\s!]+/, '').match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  ).map(word => word.replace(/^(['"])(.*)\1$/, '$2'));
  if (program === '') {
    return [];
  }
  const files = USES[program]?.(words) ?? null;
  const named = files?.map(asFolder) ?? null;
  return isPiped && named && plain(words).length === 0 ? [] : named;
}

/** Files by a pattern are as many as their folder has. */
function asFolder({ file, mode }: CommandFile): CommandFile {
  if (!/[*?[]/.test(file)) {
    return { file, mode };
  }
  const at = file.slice(0, file.search(/[*?[]/)).lastIndexOf('/');
  const folder = at < 0 ? '.' : file.slice(0, at);
  return { file: folder, mode: mode === 'read' ? 'list' : mode };
}
