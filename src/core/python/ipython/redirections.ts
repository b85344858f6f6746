/** A file that a shell command is redirected to or from. */
export interface Redirection {
  readonly file: string;
  readonly mode: 'read' | 'write' | 'append';
}

const SIGN = /(?:^|[^<>&\d])(>>|>|<)\s*([\w./~-]+)/g;

/** The files that a command is redirected to and from, where the command spells their names. */
export function redirectionsOf(text: string): readonly Redirection[] {
  return [...text.matchAll(SIGN)].flatMap(([, sign, file]) =>
    file && !file.startsWith('/dev/') ? [{ file, mode: modeOf(sign) }] : []
  );
}

function modeOf(sign: string | undefined): Redirection['mode'] {
  if (sign === '<') {
    return 'read';
  }
  return sign === '>' ? 'write' : 'append';
}
