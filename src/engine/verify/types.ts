/** One thing that a step does otherwise than the notebook. */
export interface Difference {
  readonly what: 'error' | 'output' | 'value' | 'file';
  /** Steps in notebook order, as late as the graph allows, or the notebook run once more. */
  readonly schedule: 'earliest' | 'latest' | 'again';
  readonly step: string | null;
  /** Place of the cell in the notebook, from 0. */
  readonly cell: number | null;
  /** The variable, or the path of the file. */
  readonly name: string | null;
  /** What it is in each; `null` where it is not there. Long texts are cut. */
  readonly notebook: string | null;
  readonly pipeline: string | null;
}

/** What came of running a notebook whole and as isolated steps. */
export interface Verification {
  readonly differences: readonly Difference[];
  /** What differs between two runs of the notebook itself; its steps cannot be compared there. */
  readonly varying: readonly Difference[];
  /** What the notebook itself raises; nothing behind that is compared. */
  readonly error: string | null;
  /** How many cells showed something, names had values and files were written. */
  readonly compared: {
    readonly outputs: number;
    readonly values: number;
    readonly files: number;
  };
}

/** What `kalette.verify` writes, one JSON object a line. */
export type VerifyMessage =
  | { readonly type: 'progress'; readonly run: string }
  | { readonly type: 'refused'; readonly reason: 'fork' }
  | ({ readonly type: 'verdict' } & Verification);
