import Table from 'cli-table3';
import pc from 'picocolors';

import type { Problem } from '../core/api/types';
import type { Diagnostic, Severity } from '../core/diagnostic';
import { floatText } from '../core/flow/parameters/literal-text';

/** Writes the result of a command; nothing else goes to standard output. */
export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Writes the result as one JSON document. */
export function printJson(value: unknown): void {
  printResult(JSON.stringify(value, null, 2));
}

/** Tells a person something beside the result. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  error: text => errors.red(text),
  warning: text => errors.yellow(text),
  info: text => errors.cyan(text)
};

// Standard error may be a terminal while standard output is a file, or the other way round.
const errors = pc.createColors(hasColors(process.stderr));

/** Colours of standard output. */
export const colors = pc.createColors(hasColors(process.stdout));

function hasColors(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  return (
    !NO_COLOR &&
    (Boolean(FORCE_COLOR) || (stream.isTTY === true && TERM !== 'dumb'))
  );
}

/** `NOTEBOOK:cell N:LINE:COLUMN: severity CODE: text`, and the hint below it. */
export function diagnosticLine(
  notebook: string,
  { where, severity, code, message, hint }: Diagnostic
): string {
  const place = [
    notebook,
    ...(where ? [`cell ${where.index + 1}`] : []),
    ...(where?.start ? [where.start.line, where.start.column] : [])
  ].join(':');
  const kind = PAINT[severity](`${severity} ${code}`);
  return `${place}: ${kind}: ${message}${hint ? `\n  ${hint}` : ''}`;
}

/** Errors and warnings: who runs or compiles wants to know no more; `check` tells all. */
export function urgent(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity !== 'info');
}

/** Writes diagnostics to standard error. */
export function tellDiagnostics(
  notebook: string,
  diagnostics: readonly Diagnostic[]
): void {
  diagnostics.forEach(item => tell(diagnosticLine(notebook, item)));
}

/** Writes a refusal of the engine to standard error. */
export function tellProblem(notebook: string, problem: Problem): void {
  tellDiagnostics(notebook, problem.diagnostics ?? []);
  tellError(problem.detail);
  if (problem.hint) {
    tell(`  ${problem.hint}`);
  }
}

/** Says why a command did not come to its result. All that fails is told by this. */
export function tellError(detail: string): void {
  tell(`${errors.red('error')}: ${detail}`);
}

/** What somebody else may have named: no control characters, with which a terminal is led. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

/** A table for people: no lines, two blanks between the columns. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const drawn = new Table({
    head: head.map(text => colors.bold(text)),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  '
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
  });
  drawn.push(...rows.map(row => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
}

/** Seconds as people read them. */
export function duration(seconds: number | null): string {
  if (seconds === null) {
    return '';
  }
  const whole = Math.round(seconds);
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A value of a parameter or a metric on one line; a whole float as Python writes it. */
export function valueText(value: unknown, isFloat = false): string {
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  const text = isFloat && typeof value === 'number' ? floatText(json) : json;
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Bytes as people write them: `3.5 MB`. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${size.toFixed(digits)} ${units[unit]}`;
}
