import type {
  BindForm,
  Certainty,
  Name,
  ReplicaKind
} from '../../../python/facts/types';
import type { Place } from '../../../python/tree/tree';
import type { Log } from './logs';
import type { Abstract } from './values';

/** Who made a version: the number of a step, or one of these. */
export type Maker = number;

/** Cells with role `imports` or `functions`, which every step repeats. */
export const PRELUDE: Maker = -1;
export const PARAMETERS: Maker = -2;
/** Cells that do not run. */
export const SKIPPED: Maker = -3;

/** A place in a cell; the cell is given by its position among the code cells. */
export interface Site {
  readonly cell: number;
  readonly at: Place;
}

/** A top-level statement whose source can be repeated in another step. */
export interface Replica {
  readonly kind: ReplicaKind | 'parameter';
  readonly cell: number;
  readonly statement: number;
  readonly by: Maker;
  /** Names it binds. */
  readonly names: Set<Name>;
  /** Versions it read while it ran, by name. */
  readonly needs: Map<Name, Version>;
  /** Names it asked for that were not there. */
  readonly absent: Set<Name>;
  readonly isConditional: boolean;
  /** It did more than define: repeating it would repeat an effect. */
  isImpure: boolean;
}

/** Tells a replica from others; replays of an unchanged statement give the same. */
export function replicaKey({ cell, statement }: Replica): string {
  return `${cell}:${statement}`;
}

/** What a name stands for from some point of the notebook on. */
export interface Version {
  readonly name: Name;
  readonly by: Maker;
  readonly site: Site;
  readonly form: BindForm | 'unbound' | 'dynamic';
  /** Everything it may be; includes what `may` may be. */
  readonly value: Abstract;
  /** What the bindings since the last certain one may be, older versions aside. */
  readonly own: Abstract;
  /** The version that may survive, because the binding may not have happened. */
  readonly may: Version | null;
  readonly certainty: Certainty;
  /** The same binding, after a change of its object. */
  readonly isChanged: boolean;
  readonly replica: Replica | null;
  /** The version before this one in notebook order; the journal keeps it right. */
  previous: Version | null;
  /**
   * Grows with each version of the notebook, and tells one from another; the operation that made
   * it may still raise it.
   */
  order: number;
}

/** The place of a name, with its log; it stays when its versions are taken back. */
export interface Slot extends Log {
  readonly name: Name;
  version: Version | undefined;
  /** The run of a cell that looked the name up last. */
  lookedAt: number;
  /** The run of a cell that noted last that its step reads the name. */
  mentionedAt: number;
}

/** Versions by name, in no order that means anything. */
export class Versions {
  get(name: Name): Version | undefined {
    return this.slots.get(name)?.version;
  }

  /** The place of a name, made where there is none. */
  slotOf(name: Name): Slot {
    if (this.last?.name === name) {
      return this.last;
    }
    const slot = this.slots.get(name) ?? this.add(name);
    this.last = slot;
    return slot;
  }

  /** All names that have a version. */
  current(): Version[] {
    return [...this.slots.values()].flatMap(({ version }) => version ?? []);
  }

  /** The places of all names that were ever asked for. */
  all(): Iterable<Slot> {
    return this.slots.values();
  }

  private add(name: Name): Slot {
    const slot: Slot = {
      name,
      version: undefined,
      lookedAt: -1,
      mentionedAt: -1,
      isOfStep: false,
      last: null,
      later: null,
      writer: -1
    };
    this.slots.set(name, slot);
    return slot;
  }

  private readonly slots = new Map<Name, Slot>();

  /** The place asked for last: whoever asks for one mostly does so several times in a row. */
  private last: Slot | null = null;
}

/** More versions than one cell can make: their orders begin at its multiples. */
export const ORDER_STRIDE = 2 ** 32;

/** The version that a step found when it began. */
export function entryOf(version: Version, step: Maker): Version | null {
  let entry: Version | null = version;
  while (entry && entry.by === step) {
    entry = entry.previous;
  }
  return entry;
}

/** What a maker has changed, once or more, as it found it. */
export function foundBy(version: Version): Version | null {
  let next: Version | null = version;
  while (next?.isChanged && next.by === version.by) {
    next = next.previous;
  }
  return next;
}

/** The oldest version that may survive and was not made by this step. */
export function survivor(version: Version, step: Maker): Version | null {
  let next: Version | null = version;
  while (next && next.by === step) {
    next = next.may;
  }
  return next;
}

/** Whether a name of this version is bound. A loop is taken to run at least once. */
export function boundness(version: Version): 'bound' | 'maybe' | 'unbound' {
  let hasBinding = false;
  let hasUnbinding = false;
  for (let next: Version | null = version; next; next = next.may) {
    const isSure = next.certainty !== 'may';
    if (next.form === 'unbound') {
      hasUnbinding = true;
      if (isSure) {
        break;
      }
    } else {
      hasBinding = true;
      if (isSure) {
        return hasUnbinding ? 'maybe' : 'bound';
      }
    }
  }
  return hasBinding ? 'maybe' : 'unbound';
}
