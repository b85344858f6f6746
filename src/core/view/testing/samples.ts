import type { Run, RunEvent, RunStep } from '../../api/types';
import { readNotebook } from '../../notebook';
import type { AnalysisResult } from '../types';

/** A code cell by its tags and source. */
export type CellInput = readonly [tags: readonly string[], source?: string];

/** A notebook's JSON with ids `c0`, `c1`, … */
export function notebookOf(cells: readonly CellInput[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(([tags, source = 'x = 1'], index) => ({
      id: `c${index}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}

/** An analysis in which steps depend on each other by their `prev:` tags alone. */
export function analysisOf(cells: readonly CellInput[]): AnalysisResult {
  return analyseTags(notebookOf(cells), { name: 'digits.ipynb' });
}

/** The same for a notebook's JSON. */
export function analyseTags(
  content: unknown,
  file: { readonly name: string }
): AnalysisResult {
  const { value: notebook, diagnostics } = readNotebook(content, file);
  return {
    notebook,
    diagnostics,
    flow: {
      parameters: [],
      definitions: [],
      edges: [],
      metrics: [],
      steps: notebook.steps.map(({ name, cells: ids, prev }) => ({
        name,
        cells: ids,
        after: prev.map(({ step }) => step),
        parameters: [],
        reads: prev.map(({ step }) => ({ variable: `x_${step}`, from: step })),
        writes: [`x_${name}`],
        shared: [],
        kinds: {},
        state: { reads: [], writes: [] },
        watch: [],
        files: [],
        definitions: [],
        setup: [],
        metrics: []
      }))
    }
  };
}

/** A running run of steps that are given by name and what they wait for. */
export function runOf(
  steps: Readonly<Record<string, readonly string[]>>,
  fields: Partial<Run> = {}
): Run {
  const list = Object.entries(steps).map(
    ([name, after], position): RunStep => ({
      name,
      position,
      after,
      state: 'waiting',
      attempts: 0,
      startedAt: null,
      endedAt: null,
      seconds: null,
      error: null,
      report: null,
      snapshot: { before: null, after: null },
      cell: null,
      why: null
    })
  );
  return {
    id: 'run-1',
    number: 1,
    notebook: 'digits.ipynb',
    pipeline: 'digits',
    state: 'running',
    target: 'local',
    origin: null,
    parameters: {},
    metrics: {},
    error: null,
    createdAt: '2025-01-02T10:00:00.000Z',
    startedAt: '2025-01-02T10:00:00.000Z',
    endedAt: null,
    done: 0,
    total: list.length,
    kernel: 'python3',
    files: null,
    steps: list,
    seq: 10,
    ...fields
  };
}

/** An event of `run-1`. */
export function eventOf(
  seq: number,
  kind: string,
  step: string | null = null,
  data: Readonly<Record<string, unknown>> = {}
): RunEvent {
  const second = String(seq % 60).padStart(2, '0');
  return {
    seq,
    run: 'run-1',
    step,
    attempt: step === null ? null : 1,
    kind,
    at: `2025-01-02T10:00:${second}.000Z`,
    data
  };
}
