import type {
  FileAccess,
  LastWrite,
  Missing,
  Reached,
  ReplayedCell,
  Seed,
  StepRecord
} from './records';
import type { Diagnostic } from '../../diagnostic';
import type { CellId, Notebook } from '../../notebook/types';
import type { CellFacts, Certainty, Name } from '../../python/facts/types';
import type { FactsMemo } from '../../python/facts/facts';
import type { StateKey } from '../library/state';
import type { CommandRun } from './process/commands';
import type { LocalModules } from '../modules/types';
import type { LocalCall, LocalRead } from './process/local-modules';
import type { Patch } from './process/patches';
import { noChanges, type Changes } from './heap/changes';
import { setFirst } from './heap/journal';
import type { Lookups } from './heap/lookups';
import { createHeap, type Heap, type SiteKey } from './heap/heap';
import type { Abstract } from './heap/values';
import { NOTHING, type ObjectId, type ObjectSet } from './heap/sets';
import {
  SKIPPED,
  type Maker,
  type Replica,
  type Site,
  type Version,
  Versions
} from './heap/versions';

/**
 * The replay of a notebook. Owned by one analyser, which replays after an edit what the edit
 * concerns; all that outlives a cell is written by way of the journal.
 */
export interface World {
  notebook: Notebook;
  /** Cells whose annotations are not evaluated because of cells above. */
  lazy: ReadonlySet<CellId>;
  readonly memo: FactsMemo;
  /** The cells in notebook order. */
  readonly cells: ReplayedCell[];
  readonly heap: Heap;
  readonly env: Versions;
  readonly steps: StepRecord[];
  /** For each cell its step, if it has one. */
  byCell: readonly (StepRecord | null)[];
  /** Positions of the cells that every step repeats, and of those with parameters. */
  places: {
    readonly prelude: readonly number[];
    readonly parameters: readonly number[];
  };
  /** The step that last wrote each state key, and the place. */
  readonly states: Map<StateKey, LastWrite>;
  /** The last seeding so far, by state key. */
  readonly seeds: Map<StateKey, Seed>;
  /** The first drawing of random numbers that no seed stands above. */
  readonly draws: Map<StateKey, Site>;
  readonly files: FileAccess[];
  /** Accesses of files whose path nobody can know. */
  readonly unknownFiles: {
    readonly site: Site;
    readonly step: Maker;
    readonly reads: boolean;
  }[];
  /** Calls of cached functions whose bodies do more than compute. */
  readonly cachedCalls: {
    readonly step: Maker;
    readonly called: ObjectId;
    readonly what: 'call' | 'effect' | 'asked';
    /** What the names stood for that it reads. */
    readonly reads: string;
  }[];
  /** Objects that the cache of a function keeps. */
  readonly cacheOf: Map<ObjectId, ObjectId>;
  /** Models and tensors that were moved to a device. */
  readonly onDevice: Set<ObjectId>;
  /** Classes that do something to other things when they are made. */
  readonly announced: ObjectId[];
  /** How often something was printed; counted for comparisons within a cell. */
  printed: number;
  /** Commands that steps run, in notebook order. */
  readonly commands: CommandRun[];
  /** Calls in repeated cells whose value is another one in each step. */
  readonly differing: {
    readonly site: Site;
    readonly path: string;
    readonly replica: Replica;
  }[];
  /** Library things that were changed, by what is changed. */
  readonly patched: Map<string, Patch>;
  /** The modules of the workspace, and the calls into them. */
  readonly local: LocalModules;
  readonly localCalls: LocalCall[];
  readonly localReads: LocalRead[];
  /** Parameters that cells read which every step repeats, by the order of the version. */
  readonly repeatedReads: Map<number, Version>;
  /** Star imports so far; they supply names that nothing else does. */
  readonly stars: {
    readonly replica: Replica | null;
    readonly by: Maker;
    readonly site: Site;
    readonly module: string;
    readonly taken: Set<Name>;
  }[];
  /** Places whose names cannot be seen (`exec`, `%run`). */
  readonly dynamic: { readonly by: Maker; readonly site: Site }[];
  /** Names bound or changed by cells that do not run. */
  readonly skipped: Map<
    Name,
    {
      readonly site: Site;
      readonly isNew: boolean;
      readonly version: Version | null;
    }
  >;
  /** Bindings of a cell that does not run, seen only by itself. */
  shadow: Map<Name, Version> | null;
  /** Code around this place that runs later, and whether it came to a name that is missing. */
  readonly later: { isOpen: boolean }[];
  /** Names read that nothing above binds. */
  readonly missing: Missing[];
  /** Diagnostics given once per key; made when they are asked for, as cells may move on. */
  readonly reported: Map<string, () => Diagnostic>;
  /** Names used by the cell that runs now, which need not be noted again. */
  readonly used: Map<Name, StepRecord>;
  /** Runs have told of cells what they had not when these were replayed last. */
  isTaughtAnew: boolean;
  /** What is different from the replay before. */
  changes: Changes;
  /** What cells looked up; `null` until an edit asks. */
  lookups: Lookups | null;
  /** What values reach when all cells have run, by their object or objects; of the last replay. */
  readonly reached: Map<ObjectSet | ObjectId, Reached>;
  order: number;
  /** The order where the operation of the cell began that runs now, or a call that is watched. */
  begun: number;
  maker: Maker;
  step: StepRecord | null;
  cell: number;
  facts: CellFacts | null;
  replica: Replica | null;
  /** Place of the top-level operation, and its key for objects made inside calls. */
  site: Site;
  /** Blocks around this place whose manager may end them early. */
  guards: number;
  /** Names bound in such blocks, with their makers. */
  readonly guarded: Set<string>;
  /** How surely the code runs that is replayed now. */
  certainty: Certainty;
  /** Objects of calls made now are told apart by this. */
  context: SiteKey;
  /** What the cell that runs now has raised, which a handler of its own may get. */
  thrown: ObjectSet;
  /** Results of calls within the top-level operation. */
  calls: Map<string, Abstract>;
  depth: number;
  /** Operations of called functions that may still be replayed. */
  budget: number;
  /** The class whose method runs, for `super()`. */
  classes: ObjectId[];
}

/** Operations inside called functions that one cell may take. */
export const CALL_BUDGET = 100_000;

export function createWorld(
  notebook: Notebook,
  memo: FactsMemo,
  local: LocalModules
): World {
  return {
    notebook,
    lazy: new Set(),
    memo,
    cells: [],
    heap: createHeap(),
    env: new Versions(),
    steps: [],
    byCell: [],
    places: { prelude: [], parameters: [] },
    states: new Map(),
    seeds: new Map(),
    draws: new Map(),
    files: [],
    unknownFiles: [],
    cachedCalls: [],
    cacheOf: new Map(),
    onDevice: new Set(),
    announced: [],
    printed: 0,
    commands: [],
    differing: [],
    patched: new Map(),
    local,
    localCalls: [],
    localReads: [],
    repeatedReads: new Map(),
    stars: [],
    dynamic: [],
    skipped: new Map(),
    shadow: null,
    later: [],
    missing: [],
    reported: new Map(),
    used: new Map(),
    isTaughtAnew: false,
    changes: noChanges(),
    lookups: null,
    reached: new Map(),
    order: 0,
    begun: 0,
    maker: SKIPPED,
    step: null,
    cell: -1,
    facts: null,
    replica: null,
    site: { cell: -1, at: { start: 0, end: 0 } },
    guards: 0,
    guarded: new Set(),
    certainty: 'certain',
    context: '',
    thrown: NOTHING,
    calls: new Map(),
    depth: 0,
    budget: CALL_BUDGET,
    classes: []
  };
}

/** Give a diagnostic once per key. */
export function reportOnce(
  w: World,
  key: string,
  make: () => Diagnostic
): void {
  setFirst(w.heap, w.reported, key, make);
}
