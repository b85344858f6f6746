import type { StepError } from '../../../core/api/types';
import type { Whereabouts } from '../../messages';
import { FdTail } from '../../workers/fd-tail';
import type {
  SavedVariable,
  StepAnswer,
  StepMessage
} from '../../workers/protocol';
import type { NewEvent } from '../journal';
import { type Kept, Keeping } from './keeping';
import { StreamBudget } from '../output/stream-budget';

const TAIL_MS = 200;
const OUTPUTS_MOST = 200;

/** What a step said, as far as its end needs it. */
export interface Heard {
  readonly error: StepError | null;
  readonly variables: readonly SavedVariable[];
  /** What only a snapshot wants; null when nothing was kept. */
  readonly kept: Kept | null;
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Names of the metrics that are floats. */
  readonly floats: readonly string[];
  /** Largest resident size told, in bytes. */
  readonly peak: number;
}

type Saving = Pick<Extract<StepMessage, { type: 'saving' }>, 'names' | 'cell'>;

/** Turns the messages of one attempt, and what its native code printed, into events. */
export class Recorder {
  private readonly tails: readonly [FdTail, FdTail];
  private readonly timer = setInterval(() => this.follow(), TAIL_MS);
  private cell: string | null = null;
  private budget = new StreamBudget();
  private outputs = 0;
  private error: StepError | null = null;
  private variables: readonly SavedVariable[] = [];
  private readonly keeping = new Keeping();
  private metrics: Readonly<Record<string, unknown>> = {};
  private floats: readonly string[] = [];
  private saving: Saving = { names: [], cell: null };
  private peak = 0;

  constructor(
    files: { readonly fd1: string; readonly fd2: string },
    private readonly emit: (
      kind: NewEvent['kind'],
      data: NewEvent['data']
    ) => void
  ) {
    this.tails = [new FdTail(files.fd1), new FdTail(files.fd2)];
  }

  get heard(): Heard {
    const { error, variables, metrics, floats, peak } = this;
    const kept = this.keeping.kept(this.saving.names);
    return { error, variables, kept, metrics, floats, peak };
  }

  /** Where the step is: the cell that runs or ran last, or the names that are being saved. */
  get at(): Whereabouts {
    const { names, cell } = this.saving;
    return { saving: names, cell: cell ?? this.cell };
  }

  take(message: StepMessage, answer: (line: StepAnswer) => void): void {
    switch (message.type) {
      case 'cell':
        this.takeCell(message);
        break;
      case 'output':
        this.takeOutput(message);
        break;
      case 'metric': {
        const { name, value, step } = message;
        this.emit('metric', { name, value, step: step ?? null });
        answer({ type: 'answer', stop: false });
        break;
      }
      case 'metrics':
        this.metrics = message.values;
        this.floats = message.floats ?? [];
        break;
      case 'usage':
        this.peak = Math.max(this.peak, message.rss ?? 0);
        this.emit('usage', { rss: message.rss, cpu: message.cpu });
        break;
      case 'saving':
        this.saving = message;
        break;
      case 'saved':
        this.variables = message.variables;
        break;
      case 'keeping':
        this.keeping.begin(message);
        break;
      case 'kept':
        this.keeping.take(message);
        break;
      case 'error': {
        const { type: _type, ...error } = message;
        this.error = error;
        break;
      }
      case 'hello':
      case 'phase':
      case 'done':
        break;
    }
  }

  /** Takes what is still in the files and lets go of them. */
  close(): void {
    clearInterval(this.timer);
    this.follow();
    this.endCell();
    this.tails.forEach(tail => tail.close());
  }

  private takeCell(message: Extract<StepMessage, { type: 'cell' }>): void {
    const { id, index, state, seconds } = message;
    // What native code wrote up to here belongs to the cell before.
    this.follow([message.fd1 ?? Infinity, message.fd2 ?? Infinity]);
    if (state === 'started') {
      this.endCell();
      this.cell = id;
      this.emit('cell.started', { cell: id, index });
    } else {
      this.endCell();
      this.emit('cell.ended', { cell: id, index, state, seconds });
    }
  }

  private takeOutput(message: Extract<StepMessage, { type: 'output' }>): void {
    const { cell, output, clear, wait, update } = message;
    if (clear) {
      this.outputs = 0;
      this.emit('output', { cell, clear, wait: wait ?? false });
    } else if (update !== undefined) {
      this.emit('output', { cell, update, output });
    } else if (output?.output_type === 'stream') {
      this.stream(cell, String(output.name), String(output.text));
    } else if (output && this.outputs++ < OUTPUTS_MOST) {
      this.emit('output', { cell, n: message.n, output });
    }
  }

  private stream(cell: string | null, name: string, text: string): void {
    const now = this.budget.take(name, text);
    if (now !== '') {
      this.emit('output', {
        cell,
        output: { output_type: 'stream', name, text: now }
      });
    }
  }

  private endCell(): void {
    for (const { name, text } of this.budget.rest()) {
      const output = { output_type: 'stream', name, text };
      this.emit('output', { cell: this.cell, output });
    }
    this.budget = new StreamBudget();
    this.outputs = 0;
  }

  private follow(upTo: readonly number[] = []): void {
    this.tails.forEach((tail, place) => {
      const name = place === 0 ? 'stdout' : 'stderr';
      for (let text; (text = tail.read(upTo[place])) !== '';) {
        this.stream(this.cell, name, text);
      }
      if (tail.trim()) {
        this.stream(this.cell, 'stderr', '\n[… more than 64 MiB …]\n');
      }
    });
  }
}
