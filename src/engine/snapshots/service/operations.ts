import { v7 as newId } from 'uuid';

import type { Operation, Problem } from '../../../core/api/types';
import { textOf } from '../../failure';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import type { Following, Progress } from './service';

interface Entry {
  state: Operation['state'];
  progress: Progress;
  result: unknown;
  problem: Problem | null;
  /** When it ended, in ms; null before, and once somebody was told of its end. */
  untold: number | null;
  readonly kind: string;
  readonly controller: AbortController;
}

/** Ended operations that are remembered, for clients that ask late. */
const REMEMBERED = 200;

/** Who began something looks at it often; who has not for so long, in ms, is gone. */
const GONE_MS = 5000;

const BEGIN: Progress = { phase: '', done: 0, total: null, unit: 'files' };

/** What takes a while, goes on by itself, and can be asked about and cancelled. */
export class Operations {
  private readonly entries = new Map<string, Entry>();

  /** Starts work; its result, or why it failed, is what the operation ends with. */
  begin(
    kind: string,
    work: (following: Required<Following>) => Promise<unknown>
  ): Operation {
    const id = newId();
    const controller = new AbortController();
    const entry: Entry = {
      kind,
      controller,
      state: 'running',
      progress: BEGIN,
      result: null,
      problem: null,
      untold: null
    };
    this.entries.set(id, entry);
    this.forget();
    const { signal } = controller;
    const onProgress = (progress: Progress) => {
      entry.progress = progress;
    };
    work({ signal, onProgress }).then(
      result => {
        entry.untold = Date.now();
        entry.state = 'succeeded';
        entry.result = result;
      },
      reason => {
        entry.untold = Date.now();
        entry.state = signal.aborted ? 'cancelled' : 'failed';
        entry.problem =
          reason instanceof Refusal
            ? reason.problem
            : messages.internal(textOf(reason));
      }
    );
    return this.get(id);
  }

  /** True while something goes on, or whoever began it has still to be told of its end. */
  get isBusy(): boolean {
    const since = Date.now() - GONE_MS;
    return [...this.entries.values()].some(
      ({ state, untold }) =>
        state === 'running' || (untold !== null && untold > since)
    );
  }

  /** Asks all to stop. */
  cancelAll(): void {
    this.entries.forEach(({ controller }) => controller.abort());
  }

  get(id: string): Operation {
    const entry = this.entry(id);
    if (entry.state !== 'running') {
      entry.untold = null;
    }
    const { kind, state, progress, result, problem } = entry;
    return {
      id,
      kind,
      state,
      ...progress,
      phase: messages.phaseText(progress.phase),
      result,
      problem: problem && {
        code: problem.code,
        detail: problem.detail,
        ...(problem.hint === undefined ? {} : { hint: problem.hint })
      }
    };
  }

  /** Asks it to stop; it has, when its state says so. */
  cancel(id: string): Operation {
    this.entry(id).controller.abort();
    return this.get(id);
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) {
      throw new Refusal(messages.noOperation(id));
    }
    return entry;
  }

  private forget(): void {
    for (const [id, { state }] of this.entries) {
      if (this.entries.size <= REMEMBERED) {
        return;
      }
      if (state !== 'running') {
        this.entries.delete(id);
      }
    }
  }
}
