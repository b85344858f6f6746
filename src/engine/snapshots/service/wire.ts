import type { FileKind } from '../opening/code-kinds';

/**
 * What the snapshot service answers, as far as the engine looks at it. The whole is in
 * `schema/snapshots.json`, which the service itself is checked against.
 */
export interface WireManifest {
  readonly roots: readonly {
    readonly name: string;
    readonly tree: string;
    readonly files: number;
    readonly bytes: number;
  }[];
  readonly time: string;
  readonly bucket: string;
  readonly title: string;
  readonly message: string;
  readonly parent: string | null;
  readonly state: string | null;
  readonly notebook: string | null;
  readonly step: string | null;
  readonly when: string | null;
  readonly run: string | null;
  readonly consistency: string;
  readonly skipped: readonly { readonly path: string }[];
  readonly torn: readonly string[];
  readonly withheld: readonly string[];
  readonly external: readonly string[];
  readonly environment: Readonly<Record<string, unknown>>;
}

export interface WireSnapshot {
  readonly id: string;
  readonly url: string;
  /** `BUCKET/NAME` of each ref that leads to it. */
  readonly names: readonly string[];
  readonly manifest: WireManifest;
}

export interface WireCreated {
  readonly id: string;
  readonly url: string;
  readonly bucket: string;
  readonly name: string;
  readonly manifest: WireManifest;
  readonly changed: boolean;
  readonly addedBytes: number;
}

export interface WireSignature {
  readonly trust: string;
  readonly key: string | null;
  readonly comment: string;
}

interface WireSide {
  readonly kind: string;
  readonly size?: number;
}

export interface WireFolder {
  readonly files: readonly {
    readonly path: string;
    readonly entry: WireSide & { readonly target?: string | null };
  }[];
  readonly more: boolean;
}

export interface WireDifference {
  readonly changes: readonly {
    readonly path: string;
    readonly how: string;
    readonly before: WireSide | null;
    readonly after: WireSide | null;
  }[];
  readonly total: number;
  /** How many files of each side differ, or are not on the other. */
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** What looks like a secret and does not stay as it is. */
  readonly secrets: readonly string[];
}

export interface WireHazard {
  readonly path: string;
  readonly kind: FileKind;
  /** The module that Python would take the file for. */
  readonly hides: string | null;
}

export interface WireInspection {
  readonly entries: number;
  readonly bytes: number;
  /** What runs by itself once it is in place, as far as it is listed. */
  readonly hazards: readonly WireHazard[];
  readonly moreHazards: number;
  /** Paths of links that lead out of the folder. */
  readonly linksOut: readonly string[];
}

export interface WireRestored {
  readonly files: number;
  readonly removed: number;
  /** Paths of links that were left out, as they lead out of the folder. */
  readonly heldBack: readonly string[];
  readonly conflicts: readonly string[];
  readonly safety: string | null;
  /** How many files were left out as wished. */
  readonly withheld: number;
}

export interface WireOpened {
  readonly recovered: readonly WireRecovered[];
}

/** A restore that was interrupted, and what became of it. */
export interface WireRecovered {
  readonly target: string;
  readonly snapshot: string;
  readonly safety: string | null;
  readonly how: string;
  readonly why: string;
  readonly changed: readonly string[];
  readonly more: number;
  readonly meanwhile: string | null;
}

export interface WireState {
  readonly state: {
    readonly record: unknown;
    readonly files: Readonly<
      Record<string, { readonly digest: string; readonly size: number }>
    >;
  } | null;
}

/** What a link to a snapshot elsewhere would bring. */
export interface WireInspectedUrl {
  readonly id: string;
  readonly remote: string;
  readonly manifest: WireManifest;
  readonly signature: WireSignature;
  readonly roots: readonly { readonly inspection: WireInspection }[];
  readonly state: { readonly record: unknown } | null;
  /** The store has all of it. */
  readonly local: boolean;
  /** At most so much would be fetched. */
  readonly missingBytes: number;
  readonly difference: WireDifference | null;
}
