import type { ChangesOf } from '../flow/place/changes';
import type { Change, Definition, Flow, StepFlow } from '../flow/types';
import type { Json } from '../immutable';
import type {
  CellId,
  Notebook,
  RoledCell,
  StepName,
  StepSettings
} from '../notebook/types';
import { stepFingerprint, type StepParts } from './fingerprint';
import { overlay } from '../notebook/read-settings';
import { received } from './received';
import { isSameData } from '../same-data';
import type { Pipeline, PipelineStep } from './types';

type Cells = ReadonlyMap<CellId, RoledCell>;
type Definitions = ReadonlyMap<string, Definition>;

/** Fingerprints of the steps of one notebook, by step, with what they are made of. */
export type FingerprintMemo = Map<
  StepName,
  { readonly parts: StepParts; readonly print: string }
>;

/**
 * The Pipeline document of a notebook whose flow is known. Only for a notebook without errors:
 * the flow of one with errors may be incomplete. `changesOf` tells what a step's cells may change.
 * Whoever assembles a notebook again and again keeps a memo for it.
 */
export function assemble(
  notebook: Notebook,
  flow: Flow,
  changesOf: ChangesOf,
  file: { readonly name: string },
  memo: FingerprintMemo = new Map()
): Pipeline {
  const cells: Cells = new Map(
    notebook.cells.map(item => [item.cell.id, item])
  );
  const used = new Set(flow.steps.flatMap(step => step.cells));
  return {
    version: 1,
    name: notebook.settings.name,
    ...(notebook.settings.description
      ? { description: notebook.settings.description }
      : {}),
    notebook: file.name,
    kernel: notebook.kernel,
    parameters: flow.parameters.map(item => ({
      ...item,
      index: cells.get(item.cell)?.cell.index ?? 0
    })),
    steps: steps(notebook, flow, changesOf, cells, memo),
    metrics: flow.metrics.map(item => ({ ...item })),
    cells: notebook.cells
      .filter(({ cell }) => used.has(cell.id))
      .map(({ cell: { id, index, source } }) => ({ id, index, source })),
    definitions: flow.definitions.map(({ name, kind, cell, line, source }) => ({
      name,
      kind,
      cell,
      index: cells.get(cell)?.cell.index ?? 0,
      line,
      source
    }))
  };
}

function steps(
  notebook: Notebook,
  flow: Flow,
  changesOf: ChangesOf,
  cells: Cells,
  memo: FingerprintMemo
): PipelineStep[] {
  const definitions: Definitions = new Map(
    flow.definitions.map(item => [item.name, item])
  );
  const prints = new Map<StepName, string>();
  return inOrder(flow.steps).map(step => {
    const parts = partsOf(step, flow, cells, definitions, prints);
    const fingerprint = fingerprintOf(memo, step.name, parts);
    prints.set(step.name, fingerprint);
    const changes = changesOf(step.cells);
    const settings = settingsOf(notebook, step.name);
    return pipelineStep(step, changes, settings, fingerprint);
  });
}

/** Notebook order, with every step behind those it waits for. */
function inOrder(steps: readonly StepFlow[]): StepFlow[] {
  const placed = new Set<StepName>();
  const ordered: StepFlow[] = [];
  let waiting = [...steps];
  while (waiting.length > 0) {
    const next = waiting.find(step =>
      step.after.every(name => placed.has(name))
    );
    if (!next) {
      throw new Error(
        'The steps form a circle, which the flow must have found.'
      );
    }
    placed.add(next.name);
    ordered.push(next);
    waiting = waiting.filter(step => step !== next);
  }
  return ordered;
}

function settingsOf(notebook: Notebook, name: StepName): StepSettings {
  const own = notebook.steps.find(step => step.name === name)?.settings ?? {};
  const { image, cache, defaults } = notebook.settings;
  const common: StepSettings = {
    ...(image ? { image } : {}),
    ...(cache === undefined ? {} : { cache })
  };
  return overlay(overlay(common, defaults), own);
}

function pipelineStep(
  step: StepFlow,
  changes: readonly Change[],
  settings: StepSettings,
  fingerprint: string
): PipelineStep {
  return {
    name: step.name,
    cells: step.cells,
    after: step.after,
    parameters: step.parameters,
    reads: step.reads,
    writes: step.writes,
    changes,
    shared: step.shared,
    kinds: step.kinds,
    state: step.state,
    watch: step.watch,
    files: step.files,
    definitions: step.definitions,
    setup: step.setup,
    metrics: step.metrics,
    ...(settings.image ? { image: settings.image } : {}),
    resources: settings.resources ?? {},
    retry: settings.retry ?? { times: 0 },
    timeoutSeconds: settings.timeoutSeconds ?? null,
    cache: settings.cache ?? true,
    environment: settings.environment ?? {},
    secrets: settings.secrets ?? [],
    labels: settings.labels ?? {},
    annotations: settings.annotations ?? {},
    fingerprint
  };
}

function fingerprintOf(
  memo: FingerprintMemo,
  name: StepName,
  parts: StepParts
): string {
  const known = memo.get(name);
  if (known && isSame(known.parts, parts)) {
    return known.print;
  }
  const print = stepFingerprint(parts);
  memo.set(name, { parts, print });
  return print;
}

function isSame(a: StepParts, b: StepParts): boolean {
  return (
    isSameList(a.code, b.code) &&
    isSameList(a.definitions, b.definitions) &&
    isSameList(a.after, b.after) &&
    isSameData(a.variables, b.variables) &&
    isSameData(a.parameters, b.parameters)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

function partsOf(
  step: StepFlow,
  flow: Flow,
  cells: Cells,
  definitions: Definitions,
  prints: ReadonlyMap<StepName, string>
): StepParts {
  const print = (name: StepName) => prints.get(name) ?? '';
  const loads = received(step);
  const providers = new Set(loads.map(({ from }) => from));
  const parameters: Json[] = flow.parameters
    .filter(({ name }) => step.parameters.includes(name))
    .map(({ name, type, default: value, source }) => [
      name,
      type,
      value,
      ...(source === undefined ? [] : [source])
    ]);
  return {
    code: step.cells.map(id => cells.get(id)?.cell.source ?? ''),
    definitions: step.definitions.map(
      name => definitions.get(name)?.source ?? ''
    ),
    parameters,
    variables: loads.map(({ name, from }) => [name, print(from)]),
    after: step.after.filter(name => !providers.has(name)).map(print)
  };
}
