import { diffArrays } from 'diff';

/** A line of one of two texts, or of both. */
export interface IDiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Lines that stand together; those of `hidden` are the same on both sides, and far from others. */
export interface IDiffPart {
  readonly isHidden: boolean;
  readonly lines: readonly IDiffLine[];
}

export interface ILineDifference {
  /** None when all lines are the same. */
  readonly parts: readonly IDiffPart[];
  readonly added: number;
  readonly removed: number;
  /** True when it took too long, so that what is between the first and the last change is one. */
  readonly isCoarse: boolean;
}

/** Lines around a change that stay in sight. */
export const CONTEXT = 3;

/** Milliseconds after which lines are not told apart any more. */
const PATIENCE = 1500;

/** What differs between two texts, line by line; ends of lines do not count. */
export async function lineDifference(
  before: string,
  after: string,
  patience = PATIENCE
): Promise<ILineDifference> {
  const [old, now] = [linesOf(before), linesOf(after)];
  const found = await compare(old, now, patience);
  const lines = found ?? coarse(old, now);
  const count = (kind: IDiffLine['kind']): number =>
    lines.filter(line => line.kind === kind).length;
  const [added, removed] = [count('added'), count('removed')];
  return {
    parts: added + removed === 0 ? [] : fold(lines),
    added,
    removed,
    isCoarse: found === null
  };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Without holding up the page; `null` when it takes too long. */
function compare(
  before: readonly string[],
  after: readonly string[],
  timeout: number
): Promise<readonly IDiffLine[] | null> {
  return new Promise(resolve =>
    diffArrays([...before], [...after], {
      timeout,
      callback: changes =>
        resolve(
          changes?.flatMap(({ added, removed, value }) =>
            asLines(added ? 'added' : removed ? 'removed' : 'same', value)
          ) ?? null
        )
    })
  );
}

/** What is the same at the beginning and at the end stays; all between is one change. */
function coarse(
  before: readonly string[],
  after: readonly string[]
): readonly IDiffLine[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) {
    head++;
  }
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail++;
  }
  return [
    ...asLines('same', before.slice(0, head)),
    ...asLines('removed', before.slice(head, before.length - tail)),
    ...asLines('added', after.slice(head, after.length - tail)),
    ...asLines('same', after.slice(after.length - tail))
  ];
}

function asLines(
  kind: IDiffLine['kind'],
  texts: readonly string[]
): readonly IDiffLine[] {
  return texts.map(text => ({ kind, text }));
}

/** Hides what is far from any change, where that saves more than the line that says so. */
function fold(lines: readonly IDiffLine[]): readonly IDiffPart[] {
  const shown = lines.map(() => false);
  lines.forEach(({ kind }, place) => {
    if (kind !== 'same') {
      shown.fill(true, Math.max(0, place - CONTEXT), place + CONTEXT + 1);
    }
  });
  const parts: { isHidden: boolean; lines: IDiffLine[] }[] = [];
  lines.forEach((line, place) => {
    const last = parts.at(-1);
    if (last && last.isHidden === !shown[place]) {
      last.lines.push(line);
    } else {
      parts.push({ isHidden: !shown[place], lines: [line] });
    }
  });
  return parts.map(part =>
    part.lines.length > 1 ? part : { ...part, isHidden: false }
  );
}
