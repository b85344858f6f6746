/** A part of the table of syntax. */
export interface SyntaxPart {
  /** The first Python 3 that knows it, by its minor version. */
  readonly since: number;
  readonly name: string;
  readonly source: string;
}

/** The parts of the table that our parser is compared with Python's by, in its order. */
export function parseSyntaxTable(text: string): readonly SyntaxPart[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map(part => {
      const [, since = '', name = '', source = ''] =
        /^3\.(\d+) (.*)\n([^]*)$/.exec(part) ?? [];
      return { since: Number(since), name, source };
    });
}
