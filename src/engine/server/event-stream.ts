import type { RunEvent } from '../../core/api/types';
import type { EventRow } from '../runs/rows';
import { eventOf } from '../runs/views';
import type { Workspace } from '../workspace';

/** What a reader wants to hear. */
export interface StreamQuery {
  readonly run?: string;
  readonly kinds?: string;
  readonly after?: number;
  /** Header of a reader that comes back. */
  readonly lastId: string | null;
}

const PAGE = 500;
const BEAT_MS = 15_000;
const MOST_BEHIND = 1000;
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Server-sent events: first those in the table, then those that happen, without a gap. A reader
 * that falls far behind is cut off, and comes back by the number of the last event it has. When
 * the workspace turns out to be somebody else's (null), the stream ends, and the reader asks anew.
 */
export function eventStream(
  workspace: Promise<Workspace | null>,
  query: StreamQuery
): Response {
  const reader = new EventReader(query);
  const stream = new ReadableStream<Uint8Array>(
    {
      start: controller => reader.open(controller, workspace),
      pull: () => reader.replay(),
      cancel: () => reader.close()
    },
    { highWaterMark: 64 * 1024, size: chunk => chunk?.byteLength ?? 0 }
  );
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no'
    }
  });
}

class EventReader {
  private readonly encoder = new TextEncoder();
  private readonly isWanted: (event: RunEvent) => boolean;
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private leave: () => void = () => undefined;
  private beat: NodeJS.Timeout | null = null;
  /** Number of the last event that was looked at. */
  private seen: number;
  /** Events that happened while the table was read. */
  private live: RunEvent[] | null = [];

  private workspace: Workspace | null = null;

  constructor(private readonly query: StreamQuery) {
    this.isWanted = wanted(query);
    this.seen = startOf(query);
  }

  open(
    controller: ReadableStreamDefaultController<Uint8Array>,
    workspace: Promise<Workspace | null>
  ): void {
    this.controller = controller;
    this.beat = setInterval(() => this.write(': \n\n'), BEAT_MS);
    this.write(': open\n\n');
    workspace.then(
      found => this.listen(found),
      () => this.end()
    );
  }

  private listen(workspace: Workspace | null): void {
    if (!workspace || !this.controller) {
      this.end();
      return;
    }
    this.workspace = workspace;
    // First listen, then read: nothing falls between.
    this.leave = workspace.hub.subscribe(events => this.hear(events));
    const newest = workspace.store.first<{ seq: number | null }>(
      'SELECT max(seq) AS seq FROM event'
    );
    if (this.seen > (newest?.seq ?? 0)) {
      this.reset(newest?.seq ?? 0);
    }
    this.replay();
  }

  /** Sends the next page of the table; at its end what happened meanwhile, and all from then on. */
  replay(): void {
    if (this.live === null || !this.controller || !this.workspace) {
      return;
    }
    const rows = this.workspace.store.all<EventRow>(
      `SELECT * FROM event WHERE seq > ? AND (? IS NULL OR run = ?)
       ORDER BY seq LIMIT ${PAGE}`,
      this.seen,
      this.query.run ?? null,
      this.query.run ?? null
    );
    const hasRoom = () => (this.controller?.desiredSize ?? 0) > 0;
    const sent = rows.findIndex(row => {
      this.send(eventOf(row));
      return !hasRoom();
    });
    if (sent >= 0) {
      // The reader takes its time; it is pulled again when it has read.
      return;
    }
    if (rows.length === PAGE) {
      // Nothing of this page may have been wanted, and then nobody would pull again.
      setImmediate(() => this.replay());
      return;
    }
    const meanwhile = this.live;
    this.live = null;
    meanwhile.forEach(event => this.send(event));
  }

  close(): void {
    this.leave();
    clearInterval(this.beat ?? undefined);
    this.controller = null;
  }

  private hear(events: readonly RunEvent[]): void {
    if (this.live) {
      this.live.push(...events);
      if (this.live.length > MOST_BEHIND) {
        // They are in the table, and will be read from there.
        this.live = [];
      }
    } else {
      events.forEach(event => this.send(event));
    }
  }

  private send(event: RunEvent): void {
    if (event.seq <= this.seen) {
      return;
    }
    this.seen = event.seq;
    if (this.isWanted(event)) {
      const data = JSON.stringify(event);
      this.write(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${data}\n\n`);
    }
  }

  private reset(seq: number): void {
    this.seen = seq;
    const event: RunEvent = {
      seq,
      run: null,
      step: null,
      attempt: null,
      kind: 'reset',
      at: new Date().toISOString(),
      data: {}
    };
    this.write(`id: ${seq}\nevent: reset\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private write(text: string): void {
    const { controller } = this;
    if (!controller) {
      return;
    }
    controller.enqueue(this.encoder.encode(text));
    if ((controller.desiredSize ?? 0) < -MOST_BYTES) {
      this.end();
    }
  }

  private end(): void {
    const { controller } = this;
    this.close();
    controller?.close();
  }
}

function startOf({ after, lastId }: StreamQuery): number {
  const last = Number(lastId);
  return lastId !== null && Number.isInteger(last) ? last : (after ?? 0);
}

function wanted({ run, kinds }: StreamQuery): (event: RunEvent) => boolean {
  const list = kinds?.split(',').map(kind => kind.trim()) ?? null;
  return event =>
    (run === undefined || event.run === run) &&
    (list === null ||
      list.some(
        kind => event.kind === kind || event.kind.startsWith(`${kind}.`)
      ));
}
