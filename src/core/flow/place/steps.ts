import type { Diagnostic } from '../../diagnostic';
import { isSameData, isSameList } from '../../same-data';
import type { Name } from '../../python/facts/types';
import { exitOf } from '../live/homes';
import type { Needs } from '../live/sharing';
import type { Metrics } from '../metrics/metrics';
import type { Order } from '../order/order';
import type { Remembered } from '../remembered';
import type { Maker } from '../replay/heap/versions';
import type { World } from '../replay/world';
import { METRICS_STEP, type RoledCell } from '../../notebook/types';
import type {
  Flow,
  Read,
  SetupItem,
  StepFlow,
  StepState,
  VariableKind
} from '../types';
import { findFiles } from './files';
import { kindOf } from './kinds';
import { isSameLoads, loadsOf, reportCircles, type Loads } from './setup';
import type { Setups } from './setups';
import { findStates, NO_STATE } from './state';
import { arrivalsOf, type Arrival, type Watches } from './watch';

/** What a step loads and leaves; of other steps only which values they receive from it matters. */
export interface Placed {
  readonly own: Needs;
  readonly writes: readonly Name[];
  readonly loads: Loads;
  readonly arrivals: readonly Arrival[];
  readonly reads: readonly Read[];
  readonly parameters: readonly Name[];
  readonly kinds: StepFlow['kinds'];
  readonly shared: StepFlow['shared'];
}

/** What is kept from one state of the notebook to the next. */
export interface PlaceMemory {
  readonly placed: Remembered<Placed>;
  readonly watches: Watches;
  readonly setups: Setups;
  /** What was made of each step last, with all that it was made of. */
  readonly made: Map<number, Made>;
  /** What steps hand to each other, as it was found last. */
  between: Between | null;
}

/** What follows from the needs of all steps and their order. */
interface Between {
  readonly real: readonly Needs[];
  readonly order: Order;
  readonly writes: ReadonlyMap<Maker, readonly Name[]>;
  readonly states: ReturnType<typeof findStates>;
  readonly edges: Flow['edges'];
}

interface Made {
  readonly of: readonly unknown[];
  readonly flow: StepFlow;
}

/** Work out what each step does before its first cell, and what it leaves. */
export function placeSteps(
  w: World,
  needs: readonly Needs[],
  order: Order,
  metrics: Metrics,
  memory: PlaceMemory,
  diagnostics: Diagnostic[]
): Pick<Flow, 'steps' | 'edges' | 'definitions'> {
  const { placed: remembered, watches, setups } = memory;
  const isReal = ({ step: { name } }: Needs) => name !== METRICS_STEP;
  const real = metrics.isVirtual ? needs.filter(isReal) : needs;
  const between = findBetween(w, real, order, memory.between);
  memory.between = between;
  const { states, edges } = between;
  const placed = placeEach(w, between, remembered);
  const files = findFiles(w);
  watches.begin(
    new Map(placed.map(({ own, arrivals }) => [own.step.index, arrivals]))
  );
  setups.begin(
    w,
    placed.map(({ loads }) => loads)
  );
  const steps = placed.map((one, place): StepFlow => {
    const { index, name } = one.own.step;
    reportCircles(w, one.own, one.loads, diagnostics);
    return stepFlow(w, memory.made, {
      one,
      setup: setups.of(place),
      after: order.after[index] ?? NOTHING,
      state: states.get(name) ?? NO_STATE,
      files: files.get(index) ?? NOTHING,
      metrics: metrics.metrics.filter(metric => metric.step === name),
      watch: watches.of(index)
    });
  });
  return { steps, edges, definitions: setups.definitions() };
}

/** The order is another one where steps take over another state of the process. */
function findBetween(
  w: World,
  real: readonly Needs[],
  order: Order,
  last: Between | null
): Between {
  if (last?.order === order && isSameList(last.real, real)) {
    return last;
  }
  const states = findStates(w, real);
  const edges = order.edges.filter(({ to }) => states.has(to));
  return { real, order, writes: writesOf(real), states, edges };
}

const NOTHING: readonly never[] = [];

/** What a step is made of. */
interface Parts {
  readonly one: Placed;
  readonly setup: readonly SetupItem[];
  readonly after: readonly number[];
  readonly state: StepState;
  readonly files: StepFlow['files'];
  readonly metrics: Metrics['metrics'];
  readonly watch: readonly Name[];
}

/** The flow of a step: the same object as before, where it is made of the same. */
function stepFlow(
  w: World,
  made: Map<number, Made>,
  { one, setup, after, state, files, metrics, watch }: Parts
): StepFlow {
  const { index, name, cells } = one.own.step;
  const names = metrics.map(metric => metric.name);
  const of = [one, setup, after, state, files, watch, ...names];
  const known = made.get(index);
  if (known && isSameList(known.of, of) && isOfCells(known.flow, cells)) {
    return known.flow;
  }
  const { parameters, reads, writes, shared, kinds } = one;
  const flow: StepFlow = {
    name,
    cells: cells.map(({ cell: { id } }) => id),
    after: after.map(other => w.steps[other]?.name ?? ''),
    parameters,
    reads,
    writes,
    shared,
    kinds,
    state,
    files,
    definitions: definitionsIn(setup),
    setup,
    metrics: names,
    watch
  };
  made.set(index, { of, flow });
  return flow;
}

function isOfCells({ cells: ids }: StepFlow, cells: readonly RoledCell[]) {
  for (let i = 0; i < cells.length; i++) {
    if (cells[i]?.cell.id !== ids[i]) {
      return false;
    }
  }
  return ids.length === cells.length;
}

function placeEach(
  w: World,
  { real, writes: allWrites }: Between,
  remembered: Remembered<Placed>
): Placed[] {
  remembered.begin();
  return real.map(own => {
    const { step } = own;
    const writes = allWrites.get(step.index) ?? NOTHING;
    const isFor = (known: Placed) =>
      known.own === own && isSameList(known.writes, writes);
    return (
      remembered.find(w, step, isFor) ??
      remembered.make(w, step, () => placeOne(w, own, writes), isSamePlaced)
    );
  });
}

/** What its values reach may be different while the step loads the same. */
function isSamePlaced(a: Placed, b: Placed): boolean {
  return (
    a.own === b.own &&
    isSameLoads(a.loads, b.loads) &&
    isSameData(
      [a.writes, a.arrivals, a.reads, a.parameters, a.kinds, a.shared],
      [b.writes, b.arrivals, b.reads, b.parameters, b.kinds, b.shared]
    )
  );
}

function placeOne(w: World, own: Needs, writes: readonly Name[]): Placed {
  const loads = loadsOf(w, own);
  return {
    own,
    writes,
    loads,
    arrivals: arrivalsOf(w, own),
    reads: readsIn(w, own, loads),
    parameters: [...own.parameters].sort(),
    kinds: kindsOf(w, own, writes),
    shared: sharedOf(own, writes)
  };
}

/** The variables among what a step loads, in that order. */
function readsIn(w: World, { receives }: Needs, { items }: Loads): Read[] {
  const reads: Read[] = [];
  for (const item of items) {
    const name = item.kind === 'variable' ? item.version.name : null;
    const from = name === null ? undefined : receives.get(name)?.from;
    if (name !== null && from !== undefined) {
      reads.push({ variable: name, from: w.steps[from]?.name ?? '' });
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
  { step }: Needs,
  names: readonly Name[]
): StepFlow['kinds'] {
  const kinds: [Name, VariableKind][] = [];
  for (const name of names) {
    const version = exitOf(w, name, step.index);
    kinds.push([name, version ? kindOf(w, version) : 'value']);
  }
  return Object.fromEntries(kinds);
}

/** For each step what others receive from it. */
function writesOf(real: readonly Needs[]): ReadonlyMap<Maker, readonly Name[]> {
  const received = new Map<Maker, Set<Name>>();
  for (const { receives } of real) {
    for (const [name, { from }] of receives) {
      received.set(from, (received.get(from) ?? new Set()).add(name));
    }
  }
  return new Map(
    [...received].map(([from, names]) => [from, [...names].sort()])
  );
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
