import type { LogLine, Run, RunEvent, RunStep, StepError } from '../api/types';
import type { StepName } from '../notebook/types';
import { isGood, isRunState, isStepState } from './step-state';
import { secondsBetween } from './time';
import type { LogTail, RunProgress } from './types';

/** Lines that are kept of one step's log. */
export const LOG_LIMIT = 5000;
const MEMORY_LIMIT = 120;
/** Kinds of events with something to say about a step, as its log has it. */
const SYSTEM: ReadonlySet<string> = new Set([
  'problem',
  'step.retrying',
  'step.skipped',
  'step.failed'
]);
const EMPTY: LogTail = { lines: [], dropped: 0 };

/** A run just read, before any of its events. */
export function startProgress(run: Run): RunProgress {
  return { run, logs: new Map(), memory: new Map() };
}

/** The same progress with the run read again; what the events told is kept. */
export function refreshProgress(progress: RunProgress, run: Run): RunProgress {
  return run.id === progress.run.id && run.seq >= progress.run.seq
    ? { ...progress, run }
    : progress;
}

/**
 * Progress after some events of its run, oldest first. States change only by events newer
 * than the run that was read; output and memory are taken from all of them, so that a
 * client that joins late and asks for all events shows the whole log.
 */
export function applyEvents(
  progress: RunProgress,
  events: readonly RunEvent[]
): RunProgress {
  let { run } = progress;
  const lines = new Map<StepName, LogLine[]>();
  const memory = new Map(progress.memory);
  for (const event of events) {
    if (event.run !== run.id) {
      continue;
    }
    if (event.seq > run.seq) {
      run = { ...applyState(run, event), seq: event.seq };
    }
    if (event.step === null) {
      continue;
    }
    if (event.kind === 'output' || SYSTEM.has(event.kind)) {
      const more = lines.get(event.step) ?? [];
      more.push(...linesOf(event));
      lines.set(event.step, more);
    }
    const bytes = event.kind === 'usage' ? event.data['rss'] : undefined;
    if (typeof bytes === 'number') {
      const samples = [...(memory.get(event.step) ?? []), bytes];
      memory.set(event.step, samples.slice(-MEMORY_LIMIT));
    }
  }
  return { run, memory, logs: appendAll(progress.logs, lines) };
}

function appendAll(
  logs: ReadonlyMap<StepName, LogTail>,
  lines: ReadonlyMap<StepName, readonly LogLine[]>
): ReadonlyMap<StepName, LogTail> {
  if (lines.size === 0) {
    return logs;
  }
  const all = new Map(logs);
  for (const [step, more] of lines) {
    all.set(step, appendLines(all.get(step) ?? EMPTY, more));
  }
  return all;
}

/** A log with more lines at its end; a line without a line end is continued. */
export function appendLines(log: LogTail, more: readonly LogLine[]): LogTail {
  const lines = [...log.lines];
  for (const line of more) {
    const last = lines.at(-1);
    const isOpen = last !== undefined && !last.text.endsWith('\n');
    if (isOpen && last.stream === line.stream && last.cell === line.cell) {
      lines[lines.length - 1] = { ...last, text: fold(last.text + line.text) };
    } else {
      lines.push({ ...line, text: fold(line.text) });
    }
  }
  const excess = Math.max(0, lines.length - LOG_LIMIT);
  return { lines: lines.slice(excess), dropped: log.dropped + excess };
}

/** Sequences that colour text or move a cursor: they mean nothing in a list of lines. */
const ESCAPE = String.fromCharCode(27);
const CONTROL = new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** What a terminal would show of a line that returns to its start, as progress bars do. */
function fold(text: string): string {
  const [body, end] = text.endsWith('\n')
    ? [text.slice(0, -1), '\n']
    : [text, ''];
  const trimmed = plainText(body).replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1) + end;
}

/** Text without the escape sequences of terminals. */
export function plainText(text: string): string {
  return text.includes(ESCAPE) ? text.replace(CONTROL, '') : text;
}

function applyState(run: Run, event: RunEvent): Run {
  const [subject, word] = split(event.kind);
  const { data, step } = event;
  if (subject === 'run' && isRunState(word)) {
    return {
      ...run,
      state: word,
      startedAt: run.startedAt ?? (word === 'running' ? event.at : null),
      endedAt: isEnd(word) ? event.at : null,
      activeSince: textOr(data['activeSince'], run.activeSince ?? null),
      error: textOr(data['error'], run.error),
      metrics: isRecord(data['metrics']) ? data['metrics'] : run.metrics
    };
  }
  if (step === null) {
    return run;
  }
  if (subject === 'step' && isStepState(word)) {
    return withSteps(run, step, before => ({
      ...before,
      ...times(before, word, event),
      state: word,
      error: isError(data['error']) ? data['error'] : before.error,
      why: textOr(data['why'], word === 'running' ? null : before.why),
      report: textOr(data['report'], before.report)
    }));
  }
  if (event.kind === 'problem') {
    return withSteps(run, step, before => ({
      ...before,
      why: textOr(data['why'], before.why)
    }));
  }
  if (event.kind === 'cell.started') {
    return withSteps(run, step, before => ({
      ...before,
      cell: textOr(data['cell'], before.cell)
    }));
  }
  if (event.kind === 'metric' && typeof data['name'] === 'string') {
    const metrics = { ...run.metrics, [data['name']]: data['value'] };
    return { ...run, metrics };
  }
  return run;
}

function split(kind: string): readonly [subject: string, word: string] {
  const dot = kind.indexOf('.');
  return dot < 0 ? [kind, ''] : [kind.slice(0, dot), kind.slice(dot + 1)];
}

function isEnd(state: string): boolean {
  return ['succeeded', 'failed', 'cancelled', 'interrupted'].includes(state);
}

function times(
  before: RunStep,
  state: string,
  { at, attempt, data }: RunEvent
): Pick<RunStep, 'startedAt' | 'endedAt' | 'seconds' | 'attempts'> {
  const { startedAt, seconds } = before;
  const attempts = Math.max(before.attempts, attempt ?? 0);
  if (state === 'running') {
    return { startedAt: at, endedAt: null, seconds: null, attempts };
  }
  const isOver = isEnd(state) || state === 'cached' || state === 'skipped';
  const told = data['seconds'];
  return {
    startedAt,
    attempts,
    endedAt: isOver ? at : null,
    seconds:
      typeof told === 'number'
        ? told
        : isOver && startedAt !== null
          ? secondsBetween(startedAt, at)
          : seconds
  };
}

function withSteps(
  run: Run,
  name: StepName,
  change: (step: RunStep) => RunStep
): Run {
  const steps = run.steps.map(step =>
    step.name === name ? change(step) : step
  );
  const done = steps.filter(({ state }) => isGood(state)).length;
  return { ...run, steps, done };
}

/** Lines of an `output` event: nbformat, or the text itself; or what the system says. */
function linesOf(event: RunEvent): readonly LogLine[] {
  const { data, at } = event;
  if (SYSTEM.has(event.kind)) {
    const said = textOr(data['text'], null) ?? textOr(data['why'], null);
    return said === null
      ? []
      : [{ at, stream: 'system', cell: null, text: `${said}\n` }];
  }
  const cell = typeof data['cell'] === 'string' ? data['cell'] : null;
  const output = isRecord(data['output']) ? data['output'] : data;
  const text = textOfOutput(output);
  if (text === null || text === '') {
    return [];
  }
  const stream = streamOf(output);
  const whole = stream === 'display' && !text.endsWith('\n') ? '\n' : '';
  return (text + whole)
    .split(/(?<=\n)/)
    .map(part => ({ at, stream, cell, text: part }));
}

type Fields = Readonly<Record<string, unknown>>;

function streamOf(output: Fields): string {
  const { output_type: type, name, stream } = output;
  if (type === 'error') {
    return 'stderr';
  }
  if (type === 'display_data' || type === 'execute_result') {
    return 'display';
  }
  return textOr(name, null) ?? textOr(stream, null) ?? 'stdout';
}

function textOfOutput(output: Fields): string | null {
  const { text, data, traceback } = output;
  if (Array.isArray(traceback)) {
    return `${traceback.join('\n')}\n`;
  }
  if (isRecord(data)) {
    return joined(data['text/plain']);
  }
  return joined(text);
}

function joined(text: unknown): string | null {
  return Array.isArray(text) ? text.join('') : textOr(text, null);
}

function textOr<T>(value: unknown, other: T): string | T {
  return typeof value === 'string' ? value : other;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isError(value: unknown): value is StepError {
  return isRecord(value) && typeof value['message'] === 'string';
}
