import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the table of syntax. */
export interface SyntaxPart {
  /** The first Python 3 that knows it, by its minor version. */
  readonly since: number;
  readonly name: string;
  readonly source: string;
}

/** The table that our parser is compared with Python's by, in its order. */
export function readSyntaxTable(): readonly SyntaxPart[] {
  const text = readFileSync(join(__dirname, 'python-syntax.txt'), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .map(part => {
      const [, since = '', name = '', source = ''] =
        /^3\.(\d+) (.*)\n([^]*)$/.exec(part) ?? [];
      return { since: Number(since), name, source };
    });
}
