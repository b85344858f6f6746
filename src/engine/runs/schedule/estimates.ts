import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import type { Statement } from '../../store/committer';
import type { Store } from '../../store/store';
import { demandOf } from './quantities';
import type { Demand } from './scheduler';

const UNKNOWN_SECONDS = 10;
const WEIGHT = 0.3;

interface Remembered {
  readonly mean: number;
  readonly peak: number;
}

/** What earlier runs of a notebook say about its steps: how long they take, how much they need. */
export class Estimates {
  private readonly known: ReadonlyMap<string, Remembered>;
  private readonly longest: ReadonlyMap<string, number>;

  constructor(
    store: Store,
    private readonly notebook: string,
    pipeline: Pipeline
  ) {
    this.known = new Map(
      pipeline.steps.flatMap(({ name }) => {
        const row = store.first<Remembered>(
          'SELECT mean, peak FROM duration WHERE key = ?',
          keyOf(notebook, name)
        );
        return row ? [[name, row] as const] : [];
      })
    );
    this.longest = longestPaths(pipeline, this.seconds());
  }

  /** Expected seconds from the start of a step to the end of the longest chain below it. */
  remaining(step: string): number {
    return this.longest.get(step) ?? UNKNOWN_SECONDS;
  }

  demand(step: PipelineStep): Demand {
    return demandOf(step, this.known.get(step.name)?.peak ?? null);
  }

  /** Writes down how long a step took; newer runs count more. */
  remember(step: PipelineStep, seconds: number, peak: number): Statement[] {
    return [
      {
        sql: `INSERT INTO duration VALUES (?, ?, 1, ?, ?) ON CONFLICT(key) DO UPDATE SET
          mean = mean + ${WEIGHT} * (excluded.mean - mean), n = n + 1,
          peak = excluded.peak, updated = excluded.updated`,
        values: [
          keyOf(this.notebook, step.name),
          seconds,
          Math.round(peak),
          Date.now()
        ]
      }
    ];
  }

  // A step that never ran is taken for a middling one of its notebook.
  private seconds(): (step: string) => number {
    const means = [...this.known.values()]
      .map(({ mean }) => mean)
      .sort((a, b) => a - b);
    const usual = means[Math.floor(means.length / 2)] ?? UNKNOWN_SECONDS;
    return step => this.known.get(step)?.mean ?? usual;
  }
}

function keyOf(notebook: string, step: string): string {
  return JSON.stringify([notebook, step]);
}

// Steps stand behind those they wait for, so one pass from the end is enough.
function longestPaths(
  pipeline: Pipeline,
  seconds: (step: string) => number
): Map<string, number> {
  const below = new Map<string, number>();
  const total = new Map<string, number>();
  for (const { name, after } of [...pipeline.steps].reverse()) {
    const all = seconds(name) + (below.get(name) ?? 0);
    total.set(name, all);
    after.forEach(parent =>
      below.set(parent, Math.max(below.get(parent) ?? 0, all))
    );
  }
  return total;
}
