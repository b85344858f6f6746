import type { MissingVariable } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import type { KeptVariable } from './state';

/** What a step had when it ended, besides its files. */
export interface StepRemains {
  readonly variables: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

export type Variables = Pick<StepRemains, 'variables' | 'missing'>;

const NONE: Variables = { variables: [], missing: [] };

/**
 * Which variables a notebook would have before and after each step of a run. The process of a
 * step has only those that it uses: what the steps before it have left besides is alive all the
 * same. Of steps beside it, which may not have ended, nothing is.
 */
export class Alive {
  private readonly left = new Map<string, Variables>();

  constructor(private readonly pipeline: Pipeline) {}

  /** What a step had left that ended in another process, before the run was interrupted. */
  recall(step: string, left: Variables): void {
    this.left.set(step, left);
  }

  before(
    { after, reads }: PipelineStep,
    received: readonly KeptVariable[]
  ): Variables {
    const known = new Set([...reads.map(({ variable }) => variable)]);
    return joined({ ...NONE, variables: received }, this.behind(after), known);
  }

  after(step: PipelineStep, remains: StepRemains): StepRemains {
    // What it received and has no more, it deleted; so it may have done with what it names so.
    const known = new Set([
      ...step.reads.map(({ variable }) => variable),
      ...this.definedIn(step)
    ]);
    const found = joined(remains, this.behind(step.after), known);
    const isDeleted = this.deletedIn(step);
    const own = new Set([...remains.variables, ...remains.missing]);
    const isLeft = (one: KeptVariable | MissingVariable) =>
      own.has(one) || !isDeleted(one.name);
    const left = {
      ...remains,
      variables: found.variables.filter(isLeft),
      missing: found.missing.filter(isLeft)
    };
    this.left.set(step.name, left);
    return left;
  }

  /** What these steps have left; of variables of one name that of the last maker. */
  private behind(steps: readonly string[]): Variables {
    const variables = new Map<string, KeptVariable>();
    const missing = new Map<string, MissingVariable>();
    for (const left of steps.flatMap(name => this.left.get(name) ?? [])) {
      for (const one of left.variables) {
        const other = variables.get(one.name);
        if (!other || this.placeOf(one) >= this.placeOf(other)) {
          variables.set(one.name, one);
        }
      }
      left.missing.forEach(one => missing.set(one.name, one));
    }
    return {
      variables: [...variables.values()],
      missing: [...missing.values()].filter(({ name }) => !variables.has(name))
    };
  }

  private placeOf({ step }: KeptVariable): number {
    return this.pipeline.steps.findIndex(({ name }) => name === step);
  }

  private definedIn({ cells }: PipelineStep): string[] {
    return this.pipeline.definitions
      .filter(({ cell }) => cells.includes(cell))
      .map(({ name }) => name);
  }

  private deletedIn({ cells }: PipelineStep): (name: string) => boolean {
    const deletions = this.pipeline.cells
      .filter(({ id }) => cells.includes(id))
      .flatMap(({ source }) => source.match(/^.*\bdel\b.*$/gm) ?? []);
    return name => deletions.some(line => line.split(/[^\w]+/).includes(name));
  }
}

/** Own variables, and those of others whose names are not among them or known otherwise. */
function joined(
  own: Variables,
  others: Variables,
  known: ReadonlySet<string>
): Variables {
  const all = [...own.variables, ...own.missing];
  const names = new Set([...known, ...all.map(({ name }) => name)]);
  const isOther = ({ name }: { readonly name: string }) => !names.has(name);
  return {
    variables: [...own.variables, ...others.variables.filter(isOther)],
    missing: [...own.missing, ...others.missing.filter(isOther)]
  };
}
