import { positionAt, type Diagnostic } from '../diagnostic';
import { syntaxError } from '../messages/parameters';
import type { Notebook, StepName } from '../notebook/types';
import type { Outcome } from '../phase';
import type { FactsMemo } from '../python/facts/facts';
import { explainEdge, traceVariable, type Known } from './explain/explain';
import type { Explanation, Trace } from './explain/types';
import { findTransfers, type OwnNeeds } from './live/live';
import { findMetrics } from './metrics/metrics';
import { orderSteps, type OrderMemory } from './order/order';
import { readParameters } from './parameters/parameters';
import { changesAmong, type ChangesOf } from './place/changes';
import { placeSteps, type PlaceMemory } from './place/steps';
import { Setups } from './place/setups';
import { Watches } from './place/watch';
import { Remembered } from './remembered';
import { replay } from './replay/replay';
import { reportSkippedChanges } from './report/skipped-changes';
import { reportCached } from './replay/calls/cached';
import { reportCommands, reportUnknownFiles } from './report/hidden-files';
import { reportDiffering } from './replay/process/differing';
import { createModuleReader, NO_SOURCES, type Sources } from './modules/reader';
import { withWritten } from './modules/written';
import { reportLocalModules } from './report/local-modules';
import { reportMissingNames } from './replay/names/missing';
import type { World } from './replay/world';
import { reportUses, reportStars } from './report/names';
import { reportParameters } from './report/parameters';
import { reportProcess } from './report/process';
import { reportTransfers, type Told } from './report/transfers';
import type { Flow } from './types';

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
  /**
   * As `flow`; after an edit only what it concerns is replayed. `sources` are the modules of the
   * workspace that the notebook imports.
   */
  read(notebook: Notebook, sources?: Sources): Outcome<Flow>;
  /** What steps of the notebook read last may change; it stays so when another one is read. */
  changes(): ChangesOf;
  /** Why one step waits for another, in the notebook read last. */
  explain(from: StepName, to: StepName): Explanation;
  /** The way of a variable through a step, or of a parameter; `null` for what is not there. */
  trace(step: StepName | null, name: string): Trace | null;
}

/** A reader that remembers the notebook that it read last. */
export function createFlowReader(memo: FactsMemo): FlowReader {
  let last: (Known & { readonly memory: Memory }) | null = null;
  const modules = createModuleReader(memo);
  return {
    read: (notebook, sources = NO_SOURCES) => {
      const before = last;
      const local = modules(withWritten(notebook, sources));
      // What is half done when something throws is of no use.
      last = null;
      const w = replay(notebook, memo, before?.w ?? null, local);
      const memory = before?.w === w ? before.memory : createMemory();
      const { outcome, known } = findFlow(w, memory);
      last = { ...known, memory };
      return outcome;
    },
    changes: () => changesAmong(last?.w.cells ?? []),
    explain: (from, to) =>
      last ? explainEdge(last, from, to) : { from, to, causes: [] },
    trace: (step, name) => last && traceVariable(last, step, name)
  };
}

/** What was found for the steps of one world, kept from one state of the notebook to the next. */
interface Memory extends PlaceMemory {
  readonly live: Remembered<OwnNeeds>;
  readonly told: Remembered<Told>;
  readonly order: OrderMemory;
  /** Steps whose uses of names give nothing to report. */
  readonly quiet: Set<number>;
}

function createMemory(): Memory {
  return {
    live: new Remembered(),
    placed: new Remembered(),
    watches: new Watches(),
    setups: new Setups(),
    made: new Map(),
    between: null,
    told: new Remembered(),
    order: { last: null },
    quiet: new Set()
  };
}

function findFlow(
  w: World,
  memory: Memory
): {
  readonly outcome: Outcome<Flow>;
  readonly known: Known;
} {
  const diagnostics = syntaxErrors(w);
  const parameters = readParameters(w, diagnostics);
  const live = findTransfers(w, parameters, memory.live);
  const metrics = findMetrics(w, live.needs, diagnostics);
  const order = orderSteps(w, live.needs, memory.order, diagnostics);
  const steps = placeSteps(w, live.needs, order, metrics, memory, diagnostics);
  reportMissingNames(w);
  reportSkippedChanges(w);
  reportUnknownFiles(w, order);
  reportCommands(w, order);
  reportDiffering(w);
  reportCached(w);
  reportUses(w, live.needs, memory.quiet, diagnostics);
  reportStars(w, diagnostics);
  reportParameters(w, live.needs, parameters, diagnostics);
  reportTransfers(w, live, memory.told, diagnostics);
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
  const found: Diagnostic[] = [];
  for (let i = 0; i < cells.length; i++) {
    const problems = cells[i]?.facts.problems ?? [];
    const roled = problems.length > 0 ? notebook.cells[i] : undefined;
    if (!roled || roled.role === null || roled.role === 'skip') {
      continue;
    }
    const { id: cell, index, source } = roled.cell;
    for (const { message, start, end } of problems) {
      const from = positionAt(source, start);
      const to = positionAt(source, end);
      found.push(syntaxError({ cell, index, start: from, end: to }, message));
    }
  }
  return found;
}
