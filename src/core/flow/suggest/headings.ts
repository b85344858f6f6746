/** A heading of a markdown cell. */
export interface Heading {
  /** 1 for the highest. */
  readonly level: number;
  readonly text: string;
  /** Place of its cell in the notebook, from 0. */
  readonly index: number;
}

interface TextCell {
  readonly type: 'code' | 'markdown' | 'raw';
  readonly source: string;
}

const HASHES = /^ {0,3}(#{1,6})[ \t]*([^#\s].*?)[ \t]*#*[ \t]*$/;
const TAGGED = /<h([1-6])\b[^>]*>(.*?)<\/h\1>/i;
const FENCE = /^ {0,3}(```|~~~)/;

/** The headings of a notebook in order, in each way that markdown can write them. */
export function headingsOf(cells: readonly TextCell[]): readonly Heading[] {
  return cells.flatMap(({ type, source }, index) =>
    type === 'markdown'
      ? headingsOfText(source).map(heading => ({ ...heading, index }))
      : []
  );
}

function headingsOfText(source: string): Omit<Heading, 'index'>[] {
  const found: Omit<Heading, 'index'>[] = [];
  let fence: string | null = null;
  let before = '';
  for (const line of source.split('\n')) {
    const mark: string | undefined = FENCE.exec(line)?.[1];
    if (mark && (fence === null || fence === mark)) {
      fence = fence === null ? mark : null;
    } else if (fence === null) {
      const heading = headingOfLine(line, before);
      found.push(...(heading ? [heading] : []));
    }
    before = mark || fence !== null ? '' : line;
  }
  return found;
}

function headingOfLine(
  line: string,
  before: string
): Omit<Heading, 'index'> | null {
  const [, hashes, text] = HASHES.exec(line) ?? [];
  if (hashes && text) {
    return { level: hashes.length, text };
  }
  const [, level, content] = TAGGED.exec(line) ?? [];
  if (level && content) {
    return { level: Number(level), text: content };
  }
  const isUnderlined =
    /^ {0,3}(?:=+|-{2,})[ \t]*$/.test(line) &&
    /^ {0,3}[^\s#>|*+-]/.test(before);
  return isUnderlined
    ? { level: line.includes('=') ? 1 : 2, text: before.trim() }
    : null;
}

/** A text that stands for a heading: words in bold at its start, or one short line. */
export function titleOf(source: string): string {
  const text = source.trim();
  const heading = headingsOfText(text)[0]?.text;
  const bold = /^(?:\*\*|__)(.+?)(?:\*\*|__)/.exec(text)?.[1];
  const isShort = !text.includes('\n') && text.split(/\s+/).length <= 6;
  return heading ?? bold ?? (isShort ? text : '');
}
