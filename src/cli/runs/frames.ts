import type { StepError } from '../../core/api/types';
import * as texts from '../texts';

type Frame = StepError['traceback'][number];

/** Lines that are printed at most; of more, the first and the last ones. */
export const MOST_LINES = 20;

/** How many times a line that comes again and again is printed, as Python does. */
const TIMES = 3;

/** The longest circle of calls that is told as one. */
const LONGEST_CIRCLE = 8;

/**
 * The frames of a traceback as lines, outermost first. A recursion that did not end has
 * thousands that say the same: they are counted instead.
 */
export function frameLines(frames: readonly Frame[]): readonly string[] {
  const lines: string[] = [];
  const told = frames.map(frameLine);
  for (let place = 0; place < told.length;) {
    const { shown, again } = circleAt(told, place);
    lines.push(...told.slice(place, place + shown));
    if (again > 0) {
      lines.push(texts.sameAgain(again));
    }
    place += shown + again;
  }
  return middleLeftOut(lines);
}

function frameLine({ cell, file, index, line, name, text }: Frame): string {
  const where = cell === null ? file : cellText(index);
  return `${where}, line ${line}, in ${name}: ${text.trim()}`;
}

function cellText(index: number | null | undefined): string {
  return typeof index === 'number' ? `cell ${index + 1}` : 'cell';
}

/** How many lines from a place on are printed, and how many after them only repeat those. */
function circleAt(
  lines: readonly string[],
  from: number
): { readonly shown: number; readonly again: number } {
  for (let size = 1; size <= LONGEST_CIRCLE; size++) {
    let end = from + size;
    while (end < lines.length && lines[end] === lines[end - size]) {
      end++;
    }
    const shown = size * Math.ceil(TIMES / size);
    const again = end - from - shown;
    // To count a single line takes a line as well.
    if (again > 1) {
      return { shown, again };
    }
  }
  return { shown: 1, again: 0 };
}

function middleLeftOut(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) {
    return lines;
  }
  const half = MOST_LINES / 2;
  return [
    ...lines.slice(0, half),
    texts.linesLeftOut(lines.length - MOST_LINES),
    ...lines.slice(-half)
  ];
}
