import type { SnapshotClient } from '../../../client/snapshot-client';
import type { Operation, Restored } from '../../../core/api/types';
import type { IAgreed } from '../consent/consent-state';
import { followOperation } from '../operation/follow-operation';
import { TabNotes } from '../tab-notes';

/** An opening whose notebook was not yet told of when this was written. */
export interface IOpeningNote {
  readonly operation: Operation;
  readonly agreed: Omit<IAgreed, 'keep'>;
  /** `null` while its files were on the way. */
  readonly restored: Restored | null;
}

/** Openings that this tab has begun; a page that is loaded again looks what became of them. */
export class OpeningNotes {
  constructor(
    private readonly _notes = new TabNotes<IOpeningNote>('openings')
  ) {}

  get all(): readonly IOpeningNote[] {
    return this._notes.all;
  }

  /** One that leaves the kernel alone is over with its files. */
  begun(operation: Operation, agreed: IAgreed): void {
    if (agreed.isResumed) {
      const note = { operation, agreed: brief(agreed), restored: null };
      this._notes.put(keyOf(agreed), note);
    }
  }

  restored(restored: Restored, agreed: IAgreed): void {
    const note = this.all.find(
      ({ agreed: one }) => keyOf(one) === keyOf(agreed)
    );
    if (note) {
      this._notes.put(keyOf(agreed), { ...note, restored });
    }
  }

  over(agreed: Pick<IAgreed, 'inspection'>): void {
    this._notes.remove(keyOf(agreed));
  }
}

/** What became of the files; `null` where they are as they were, or nobody knows any more. */
export async function outcomeOf(
  { operation, agreed, restored }: IOpeningNote,
  client: Pick<SnapshotClient, 'operation'>,
  wait?: number
): Promise<Restored | null> {
  if (restored) {
    return restored;
  }
  const { signal } = new AbortController();
  let last = operation;
  try {
    for await (const now of followOperation(client, agreed.scope, operation, {
      signal,
      ...(wait !== undefined && { wait })
    })) {
      last = now;
    }
  } catch {
    return null;
  }
  return last.state === 'succeeded' ? (last.result as Restored) : null;
}

function keyOf({ inspection }: Pick<IAgreed, 'inspection'>): string {
  return inspection.url;
}

/** Without what is as long as a workspace, and not asked for any more. */
function brief({ keep: _, ...agreed }: IAgreed): IOpeningNote['agreed'] {
  const { inspection } = agreed;
  const nothing = { torn: [], skipped: [], withheld: [], external: [] };
  return {
    ...agreed,
    inspection: {
      ...inspection,
      links: [],
      here: { ...inspection.here, items: [], secrets: [] },
      snapshot: { ...inspection.snapshot, ...nothing }
    }
  };
}
