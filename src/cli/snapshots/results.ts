/** What a check of a store found. */
export interface Verified {
  readonly ok: boolean;
  readonly objects: number;
  readonly snapshots: number;
  readonly bad: readonly unknown[];
  readonly affected: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly problems: readonly (readonly [path: string, why: string])[];
    readonly total: number;
  }[];
}

/** What was given back, or would be. */
export interface Pruned {
  readonly snapshots: readonly string[];
  readonly young: number;
  readonly freedBytes: number;
}
