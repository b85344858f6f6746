import type { Where } from '../../diagnostic';
import type { StepName } from '../../notebook/types';

/** What happens at one line of a chain. */
export type LinkKind =
  | 'made'
  | 'changed'
  | 'read'
  | 'written'
  | 'opened'
  | 'set'
  | 'used'
  | 'tagged';

/** A line that takes part in a dependency. */
export interface Link {
  readonly kind: LinkKind;
  readonly where: Where;
  /** `null` for cells that are in no step, such as those with parameters. */
  readonly step: StepName | null;
  /** The line as it stands in the cell, without its indentation; empty for a whole cell. */
  readonly text: string;
}

/** One thing for which a step waits: the lines that make it so, as they are run. */
export interface Cause {
  readonly kind: 'variable' | 'file' | 'state' | 'tag';
  /** The name, the path, the kind of state or the tag. */
  readonly subject: string;
  readonly links: readonly Link[];
  /** Changes between the first line and those shown that are left out. */
  readonly omitted: number;
}

/** Why one step waits for another. */
export interface Explanation {
  readonly from: StepName;
  readonly to: StepName;
  readonly causes: readonly Cause[];
}

/** The way of a variable through one step. Each part is `null` or empty where it has none. */
export interface Trace {
  readonly name: string;
  /** `null` for a parameter at its own cell. */
  readonly step: StepName | null;
  /** Where the value that the step receives was made or changed last. */
  readonly source: Link | null;
  /** Its first use in the step. */
  readonly use: Link | null;
  /** Where the step makes or changes last what it hands on. */
  readonly change: Link | null;
  /** The first use in each step that receives it from here. */
  readonly targets: readonly Link[];
}
