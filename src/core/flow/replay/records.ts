import type { RoledCell } from '../../notebook/types';
import type { CellFacts, Name } from '../../python/facts/types';
import type { FileMode } from '../library/file-uses';
import type { StateKey } from '../library/state';
import type { CellRun } from './heap/journal';
import type { Log } from './heap/logs';
import type { Item } from './heap/heap';
import type { ObjectId } from './heap/sets';
import {
  type Maker,
  type Site,
  type Version,
  type Versions
} from './heap/versions';

/** The first use of a name in a step. */
export interface Use {
  readonly name: Name;
  /** What the step found; never a version of its own. */
  entry: Version;
  /** What was read: the entry, or a version of the step's own that may be it. */
  version: Version;
  readonly site: Site;
  /** The code copes with the name being unknown. */
  readonly isProbe: boolean;
}

export interface StateAccess {
  readonly key: StateKey;
  readonly from: Maker;
  readonly site: Site;
  /** Settings that the step perhaps does not look at. */
  readonly isImplicit: boolean;
  /** Where random numbers were seeded last before, if anywhere. */
  readonly seed: Seed | null;
}

/** The last write of a state key. */
export interface LastWrite {
  readonly by: Maker;
  readonly site: Site;
  /** The only variable or setting of it that was ever written, if there is one. */
  readonly part: string | null;
}

export interface Seed {
  readonly by: Maker;
  readonly site: Site;
}

export interface FileAccess {
  readonly key: string;
  readonly mode: FileMode;
  readonly step: Maker;
  readonly site: Site;
  /** False under a condition. */
  readonly isSure: boolean;
}

/** What one step does, collected in the replay. */
export interface StepRecord {
  readonly index: number;
  readonly name: string;
  cells: RoledCell[];
  /** Positions of the step's first and last cell among the code cells. */
  first: number;
  last: number;
  readonly uses: Map<Name, Use>;
  /** The last version that the step made of each name. */
  readonly finals: Versions;
  /** Objects changed, and objects whose identity was asked for. */
  readonly changed: Set<ObjectId>;
  readonly compared: Set<ObjectId>;
  readonly states: Map<StateKey, StateAccess>;
  /** Where the first write of a state key stands. */
  readonly stateWrites: Map<StateKey, Site>;
  /** What cells wrote to these records. */
  readonly log: Log;
}

/** A read of a name that nothing above binds. */
export interface Missing {
  readonly name: Name;
  /** Where the step asks for it, and where the name stands. */
  readonly site: Site;
  readonly body: Site;
  readonly isCertain: boolean;
  /** It is only asked whether there is one. */
  readonly isProbe: boolean;
  /** It is read later, if at all: it may be there by then. */
  readonly isLater: boolean;
}

/** What can be loaded out of a value, and what its pickle refers to by name. */
export interface Reached {
  /** Its objects and all that they hold. */
  readonly items: readonly Item[];
  /** What was looked at besides to find the homes. */
  readonly named: readonly Item[];
  readonly homes: readonly Version[];
  /** The run that noted all this last. */
  notedAt: number;
}

/** A cell as it was replayed last. */
export interface ReplayedCell {
  readonly roled: RoledCell;
  /** Variables that a run has seen it change. */
  readonly learned: readonly string[];
  readonly facts: CellFacts;
  /** Its annotations are not evaluated because of a cell above. */
  readonly isLazy: boolean;
  readonly run: CellRun;
}
