import type { RunEvent } from '../../core/api/types';
import type { Statement } from '../store/committer';
import type { Manner } from '../store/group-commit';
import { refer, type StoredObject } from '../store/objects';
import type { Store } from '../store/store';
import type { EventHub } from './events';
import { insert } from './rows';

/** An event that is about to happen. */
export interface NewEvent {
  readonly run: string;
  readonly step?: string;
  readonly attempt?: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Largest `data` of an event, in characters of JSON; more becomes an object. */
const MOST = 64 * 1024;

interface Packed {
  readonly event: NewEvent;
  readonly text: string;
  readonly object: StoredObject | null;
}

/**
 * The one way to change what a run is: a change and its events are one transaction, and nobody
 * hears of an event before it is durable. Changes happen in the order of the calls.
 */
export class Journal {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly hub: EventHub
  ) {}

  /**
   * Resolves when the change is durable and its events were handed out. What a run says while
   * it goes on insists: it waits for a disk that is full.
   */
  async commit(
    statements: readonly Statement[],
    events: readonly NewEvent[],
    manner: Manner = 'insist'
  ): Promise<void> {
    const at = Date.now();
    const packing = Promise.all(events.map(event => this.pack(event)));
    // Packing may take a while; the order of the calls is kept all the same.
    const sent = this.last.then(async () => {
      const packed = await packing;
      const committed = this.store.writer.write(
        [...statements, ...packed.flatMap(item => rowsOf(item, at))],
        manner
      );
      return { packed, committed };
    });
    this.last = sent.catch(() => undefined);
    const { packed, committed } = await sent;
    const rows = await committed;
    this.hub.publish(published(packed, rows, statements.length, at));
  }

  private async pack(event: NewEvent): Promise<Packed> {
    const text = JSON.stringify(event.data);
    if (text.length <= MOST) {
      return { event, text, object: null };
    }
    const object = await this.store.objects.put(text);
    const { cell, n } = event.data;
    const data = { cell, n, object: object.digest, bytes: object.bytes };
    return { event: { ...event, data }, text: JSON.stringify(data), object };
  }
}

// The row of the event itself comes last, so that its number can be found.
function rowsOf({ event, text, object }: Packed, at: number): Statement[] {
  return [
    ...(object ? refer(`run:${event.run}`, [object], at) : []),
    insert('event', {
      run: event.run,
      step: event.step ?? null,
      attempt: event.attempt ?? null,
      kind: event.kind,
      at,
      data: text
    })
  ];
}

function published(
  packed: readonly Packed[],
  rows: readonly number[],
  from: number,
  at: number
): RunEvent[] {
  let place = from - 1;
  return packed.map(({ event, object }) => {
    place += object ? 3 : 1;
    return {
      seq: rows[place] ?? 0,
      run: event.run,
      step: event.step ?? null,
      attempt: event.attempt ?? null,
      kind: event.kind,
      at: new Date(at).toISOString(),
      data: { ...event.data }
    };
  });
}
