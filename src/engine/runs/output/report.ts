import type { StepPlan } from '../../../core/pipeline/plan';
import { foldText } from './stream-text';

type Output = Record<string, unknown>;

/** An event of one attempt, with its data in full. */
export interface ReportEvent {
  readonly kind: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

interface CellRecord {
  outputs: Output[];
  clearNext: boolean;
  started: number | null;
  ended: number | null;
}

/** What a report says about its step. */
export interface ReportOf {
  readonly plan: StepPlan;
  readonly run: string;
  readonly kernel: { readonly name: string; readonly display_name: string };
}

/**
 * The executed notebook of a step, nbformat 4.5, as far as its events tell: this is how a step
 * that was killed still leaves one.
 */
export function reportOf(
  { plan, run, kernel }: ReportOf,
  events: readonly ReportEvent[]
): Record<string, unknown> {
  const records = new Map<unknown, CellRecord>(
    plan.cells.map(({ id }) => [
      id,
      { outputs: [], clearNext: false, started: null, ended: null }
    ])
  );
  events.forEach(event => replay(records, event));
  return {
    cells: plan.cells.map(({ id, source }, place) =>
      cellOf(id, source, place, records.get(id))
    ),
    metadata: {
      kalette: { version: 1, pipeline: plan.pipeline, step: plan.step, run },
      kernelspec: { ...kernel, language: 'python' },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
}

function cellOf(
  id: string,
  source: string,
  place: number,
  record: CellRecord | undefined
): Record<string, unknown> {
  const execution = {
    ...stamp('iopub.execute_input', record?.started ?? null),
    ...stamp('shell.execute_reply', record?.ended ?? null)
  };
  return {
    cell_type: 'code',
    id,
    metadata: Object.keys(execution).length > 0 ? { execution } : {},
    source,
    execution_count: (record?.started ?? null) === null ? null : place + 1,
    outputs: (record?.outputs ?? []).map(finished)
  };
}

function stamp(key: string, at: number | null): Record<string, string> {
  return at === null ? {} : { [key]: new Date(at).toISOString() };
}

function replay(
  records: ReadonlyMap<unknown, CellRecord>,
  { kind, at, data }: ReportEvent
): void {
  const record = records.get(data.cell);
  if (!record) {
    return;
  }
  if (kind === 'cell.started') {
    record.started = at;
  } else if (kind === 'cell.ended') {
    record.ended = at;
  } else if (data.clear === true) {
    record.clearNext = data.wait === true;
    record.outputs = record.clearNext ? record.outputs : [];
  } else if (data.update !== undefined) {
    change(records, data.update, asOutput(data.output));
  } else if (data.output !== undefined) {
    add(record, asOutput(data.output));
  }
}

function asOutput(value: unknown): Output {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function add(record: CellRecord, output: Output): void {
  if (record.clearNext) {
    record.outputs = [];
    record.clearNext = false;
  }
  const last = record.outputs.at(-1);
  if (last && output.output_type === 'stream' && last.name === output.name) {
    last.text = `${String(last.text)}${String(output.text)}`;
  } else {
    record.outputs.push(output);
  }
}

function change(
  records: ReadonlyMap<unknown, CellRecord>,
  display: unknown,
  { data, metadata }: Output
): void {
  for (const { outputs } of records.values()) {
    for (const output of outputs) {
      if (asOutput(output.transient).display_id === display) {
        Object.assign(output, { data, metadata });
      }
    }
  }
}

// What is only for the time of running has no place in a file.
function finished(output: Output): Output {
  const { transient: _transient, ...kept } = output;
  return kept.output_type === 'stream'
    ? { ...kept, text: foldText(String(kept.text)) }
    : kept;
}
