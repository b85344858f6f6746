import { positionAt, type Diagnostic } from '../diagnostic';
import { syntaxError } from '../messages/parameters';
import type { Notebook, StepName } from '../notebook/types';
import type { Outcome } from '../phase';
import type { Name } from '../python/facts/types';
import type { FactsMemo } from '../python/facts/facts';
import { explainEdge, traceVariable, type Known } from './explain/explain';
import type { Explanation, Trace } from './explain/types';
import { exitOf } from './live/homes';
import { findTransfers } from './live/live';
import { findMetrics, type Metrics } from './metrics/metrics';
import { orderSteps, type Order } from './order/order';
import { readParameters } from './parameters/parameters';
import { createDefinitions, type Definitions } from './place/definitions';
import { findFiles } from './place/files';
import { kindOf } from './place/kinds';
import { setupOf } from './place/setup';
import { findStates } from './place/state';
import { createWatch } from './place/watch';
import { replay, reportSkippedChanges } from './replay/replay';
import { reportCached } from './replay/calls/cached';
import { reportCommands, reportUnknownFiles } from './report/hidden-files';
import { reportDiffering } from './replay/process/differing';
import { createModuleReader, NO_SOURCES, type Sources } from './modules/reader';
import { reportLocalModules } from './report/local-modules';
import { reportMissingNames } from './replay/names/missing';
import type { Maker } from './replay/heap/versions';
import type { StepRecord, World } from './replay/world';
import { reportUses, reportStars } from './report/names';
import { reportParameters } from './report/parameters';
import { reportProcess } from './report/process';
import { reportTransfers } from './report/transfers';
import type { Needs } from './live/sharing';
import {
  METRICS_STEP,
  type FileUse,
  type Flow,
  type Read,
  type SetupItem,
  type StepFlow,
  type StepState,
  type VariableKind
} from './types';

/**
 * Work out what the steps of a notebook hand to each other and in which order they run:
 *
 *     cells ──facts──▶ operations ──replay──▶ versions of names ──live──▶ transfers
 *           ──order──▶ edges ──place──▶ what each step loads ──report──▶ diagnostics
 *
 * With errors among the diagnostics the flow may be incomplete; it is still good for display.
 */
export function flow(notebook: Notebook, memo: FactsMemo): Outcome<Flow> {
  return createFlowReader(memo).read(notebook);
}

/** The flow of one notebook through all its states, and what lies behind it. */
export interface FlowReader {
  /** As `flow`; after an edit only what it concerns is replayed. */
  /** `sources` are the workspace's modules. */
  read(notebook: Notebook, sources?: Sources): Outcome<Flow>;
  /** Why one step waits for another, in the notebook read last. */
  explain(from: StepName, to: StepName): Explanation;
  /** The way of a variable through a step, or of a parameter; `null` for what is not there. */
  trace(step: StepName | null, name: string): Trace | null;
}

/** A reader that remembers the notebook that it read last. */
export function createFlowReader(memo: FactsMemo): FlowReader {
  let last: Known | null = null;
  const modules = createModuleReader(memo);
  return {
    read: (notebook, sources = NO_SOURCES) => {
      const before = last;
      const local = modules(sources);
      // What is half done when something throws is of no use.
      last = null;
      const w = replay(notebook, memo, before?.w ?? null, local);
      const { outcome, known } = findFlow(w);
      last = known;
      return outcome;
    },
    explain: (from, to) =>
      last ? explainEdge(last, from, to) : { from, to, causes: [] },
    trace: (step, name) => last && traceVariable(last, step, name)
  };
}

function findFlow(w: World): {
  readonly outcome: Outcome<Flow>;
  readonly known: Known;
} {
  const diagnostics = syntaxErrors(w);
  const parameters = readParameters(w, diagnostics);
  const live = findTransfers(w, parameters);
  const metrics = findMetrics(w, live.needs, diagnostics);
  const order = orderSteps(w, live.needs, diagnostics);
  const steps = placeSteps(w, live.needs, order, metrics, diagnostics);
  reportMissingNames(w);
  reportSkippedChanges(w);
  reportUnknownFiles(w, order);
  reportCommands(w, order);
  reportDiffering(w);
  reportCached(w);
  reportUses(w, diagnostics);
  reportStars(w, diagnostics);
  reportParameters(w, live.needs, parameters, diagnostics);
  reportTransfers(w, live, diagnostics);
  reportLocalModules(w, diagnostics);
  reportProcess(w, diagnostics);
  const value: Flow = {
    ...steps,
    parameters: [...parameters.literals.values()],
    metrics: metrics.metrics
  };
  return {
    outcome: { value, diagnostics: [...told(w), ...diagnostics] },
    known: { w, needs: live.needs, order }
  };
}

/** What the replay reported. */
function told(w: World): Diagnostic[] {
  return [...w.reported.values()].map(make => make());
}

/** DF901, in cells that take part. */
function syntaxErrors({ notebook, cells }: World): Diagnostic[] {
  return notebook.cells.flatMap(({ cell, role }, i) => {
    const problems = cells[i]?.facts.problems ?? [];
    if (role === null || role === 'skip' || problems.length === 0) {
      return [];
    }
    const { id, index, source } = cell;
    return problems.map(({ message, start, end }) =>
      syntaxError(
        {
          cell: id,
          index,
          start: positionAt(source, start),
          end: positionAt(source, end)
        },
        message
      )
    );
  });
}

function placeSteps(
  w: World,
  needs: readonly Needs[],
  order: Order,
  metrics: Metrics,
  diagnostics: Diagnostic[]
): Pick<Flow, 'steps' | 'edges' | 'definitions'> {
  const definitions = createDefinitions(w.notebook, w.memo);
  const repeated = preludeOf(w).map(cell => ({
    definition: definitions.ofCell(cell).name
  }));
  const isReal = ({ step: { name } }: Needs) =>
    name !== METRICS_STEP || !metrics.isVirtual;
  const real = needs.filter(isReal);
  const states = findStates(w, real);
  const files = findFiles(w);
  const received = receivedFrom(real);
  const parts = { definitions, states, files, received };
  const place = { w, order, metrics, repeated, ...parts };
  const watched = createWatch(w, real);
  const steps = real.map(own =>
    stepFlow(place, own, watched(own), diagnostics)
  );
  return {
    steps,
    edges: order.edges.filter(({ to }) => states.has(to)),
    definitions: definitions.all()
  };
}

/** What the places of all steps have in common. */
interface Placing {
  readonly w: World;
  readonly order: Order;
  readonly metrics: Metrics;
  /** What every step repeats. */
  readonly repeated: readonly SetupItem[];
  readonly definitions: Definitions;
  readonly states: ReadonlyMap<StepName, StepState>;
  readonly files: ReadonlyMap<Maker, readonly FileUse[]>;
  /** Names that some step receives from each. */
  readonly received: ReadonlyMap<Maker, ReadonlySet<Name>>;
}

const NO_STATE: StepState = { reads: [], writes: [] };

/** Cells of imports and functions with something to run, by position. */
function preludeOf({ cells }: World): number[] {
  return cells.flatMap(({ roled: { role }, facts }, index) =>
    (role === 'imports' || role === 'functions') && facts.statements.length > 0
      ? [index]
      : []
  );
}

function stepFlow(
  place: Placing,
  own: Needs,
  watch: readonly string[],
  diagnostics: Diagnostic[]
): StepFlow {
  const { w, order, metrics, repeated, definitions, states, files } = place;
  const { step } = own;
  const setup = setupOf(w, own, repeated, definitions, diagnostics);
  const nameOf = (index: number) => w.steps[index]?.name ?? '';
  const writes = [...(place.received.get(step.index) ?? [])].sort();
  return {
    name: step.name,
    cells: step.cells.map(({ cell: { id } }) => id),
    after: (order.after[step.index] ?? []).map(nameOf),
    parameters: [...own.parameters].sort(),
    reads: readsIn(w, own, setup),
    writes,
    shared: sharedOf(own, writes),
    kinds: kindsOf(w, step, writes),
    state: states.get(step.name) ?? NO_STATE,
    files: files.get(step.index) ?? [],
    definitions: definitionsIn(setup),
    setup,
    metrics: metrics.metrics
      .filter(metric => metric.step === step.name)
      .map(({ name }) => name),
    watch
  };
}

/** The variables among what a step loads, in that order. */
function readsIn(
  w: World,
  { receives }: Needs,
  setup: readonly SetupItem[]
): Read[] {
  const reads: Read[] = [];
  for (const item of setup) {
    const variable = 'variable' in item ? item.variable : null;
    const from = variable === null ? undefined : receives.get(variable)?.from;
    if (variable !== null && from !== undefined) {
      reads.push({ variable, from: w.steps[from]?.name ?? '' });
    }
  }
  return reads;
}

/** The definitions among what a step loads, in that order. */
function definitionsIn(setup: readonly SetupItem[]): string[] {
  const found: string[] = [];
  for (const item of setup) {
    if ('definition' in item) {
      found.push(item.definition);
    }
  }
  return found;
}

/** What each of some variables holds when a step ends. */
function kindsOf(
  w: World,
  step: StepRecord,
  names: readonly Name[]
): StepFlow['kinds'] {
  const kinds: [Name, VariableKind][] = [];
  for (const name of names) {
    const version = exitOf(w, name, step.index);
    kinds.push([name, version ? kindOf(w, version) : 'value']);
  }
  return Object.fromEntries(kinds);
}

function receivedFrom(
  real: readonly Needs[]
): ReadonlyMap<Maker, ReadonlySet<Name>> {
  const received = new Map<Maker, Set<Name>>();
  for (const { receives } of real) {
    for (const [name, { from }] of receives) {
      received.set(from, (received.get(from) ?? new Set()).add(name));
    }
  }
  return received;
}

/** Groups of variables that share objects; groups with a common member are one. */
function sharedOf(
  { together }: Needs,
  writes: readonly string[]
): readonly (readonly string[])[] {
  if (together.length === 0) {
    return [];
  }
  const groups: Set<string>[] = [];
  for (const names of together) {
    const own = new Set(names.filter(name => writes.includes(name)));
    for (const group of [...groups]) {
      if ([...group].some(name => own.has(name))) {
        group.forEach(name => own.add(name));
        groups.splice(groups.indexOf(group), 1);
      }
    }
    if (own.size > 1) {
      groups.push(own);
    }
  }
  return groups.map(group => [...group].sort());
}
