import type { MissingVariable } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import type { KeptVariable, StateRecord } from './state';
import { Referred } from './referred';
import { isInside, type Related, relatedIn, relatedOf, without } from './stale';

/** What became of the values that a step received, by name. */
export interface Fate {
  /** They are as they were, and what their names mean. */
  readonly untouched: readonly string[];
  /** They may be others inside. */
  readonly changed: readonly string[];
  /** Their names mean other values. */
  readonly rebound: readonly string[];
}

/** What a step had when it ended, besides its files. */
export interface StepRemains {
  readonly variables: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  readonly fate: Fate;
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

export type Variables = Pick<StateRecord, 'variables' | 'aside' | 'missing'>;

type Named = Pick<StateRecord, 'variables' | 'missing'>;

type Left = Named & { readonly related: Related };

const NONE: Named = { variables: [], missing: [] };

/**
 * Which variables a notebook would have before and after each step of a run. The process of a
 * step has only those that it uses: what the steps before it have left besides is alive all the
 * same. Of steps beside it, which may not have ended, nothing is.
 */
export class Alive {
  private readonly left = new Map<string, Left>();
  private readonly referred = new Referred();

  constructor(private readonly pipeline: Pipeline) {}

  /** What a step had left that ended in another process, before the run was interrupted. */
  recall(step: string, left: Variables): void {
    this.referred.know([...left.variables, ...left.aside]);
    this.left.set(step, { ...left, related: relatedIn(left.variables) });
  }

  before(
    { after, reads }: PipelineStep,
    received: readonly KeptVariable[]
  ): Variables {
    const known = new Set([...reads.map(({ variable }) => variable)]);
    const behind = this.behind(after);
    const names = received.map(({ name }) => name);
    const own = together({ ...NONE, variables: received }, names, behind);
    return this.whole(joined(own, behind, known));
  }

  after(
    step: PipelineStep,
    remains: StepRemains
  ): Variables & Pick<StepRemains, 'python' | 'versions'> {
    // What it received and has no more, it deleted; so it may have done with what it names so.
    const names = new Set([
      ...step.reads.map(({ variable }) => variable),
      ...this.definedIn(step)
    ]);
    const { fate } = remains;
    const { related, ...all } = this.behind(step.after);
    const behind = without({ ...all, related }, remains, step.name);
    const kept = together(remains, fate.untouched, behind);
    const found = joined(kept, behind, names);
    const isDeleted = this.deletedIn(step);
    const own = new Set([...kept.variables, ...kept.missing]);
    const isLeft = (one: KeptVariable | MissingVariable) =>
      own.has(one) || !isDeleted(one.name);
    const left = this.whole({
      variables: found.variables.filter(isLeft),
      missing: found.missing.filter(isLeft)
    });
    const isNew = (name: string) =>
      fate.rebound.includes(name) ||
      (kept.variables.some(one => one.name === name) &&
        !fate.untouched.includes(name) &&
        !fate.changed.includes(name));
    const known = relatedOf([related], isNew);
    this.left.set(step.name, {
      ...left,
      related: relatedOf([known, relatedIn(left.variables)])
    });
    const { python, versions } = remains;
    return { ...left, python, versions };
  }

  /** With what variables refer to, whatever its name means by now. */
  private whole({ variables, missing }: Named): Variables {
    return { ...this.referred.resolve(variables), missing };
  }

  /** What these steps have left; of variables of one name that of the last maker. */
  private behind(steps: readonly string[]): Left {
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
      missing: [...missing.values()].filter(({ name }) => !variables.has(name)),
      related: relatedOf(
        steps.flatMap(name => this.left.get(name)?.related ?? [])
      )
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

/**
 * What was left as it was is taken from the file of the steps behind where others are in it, or
 * refer to it, that are alive too: it is the same value, and goes on being shared with them.
 */
function together(
  own: Named,
  untouched: readonly string[],
  behind: Named
): Named {
  const isUntouched = new Set(untouched);
  const made = new Set(
    own.variables.map(({ name }) => name).filter(name => !isUntouched.has(name))
  );
  const others = behind.variables.filter(({ name }) => !made.has(name));
  const variables = own.variables.map(one => {
    const before = others.find(
      ({ name, step }) =>
        name === one.name && isUntouched.has(name) && step === one.step
    );
    const isShared =
      before !== undefined &&
      others.some(other => other !== before && isInside(before, other));
    return isShared ? before : one;
  });
  return { ...own, variables };
}

/** Own variables, and those of others whose names are not among them or known otherwise. */
function joined(own: Named, others: Named, known: ReadonlySet<string>): Named {
  const all = [...own.variables, ...own.missing];
  const names = new Set([...known, ...all.map(({ name }) => name)]);
  const isOther = ({ name }: { readonly name: string }) => !names.has(name);
  return {
    variables: [...own.variables, ...others.variables.filter(isOther)],
    missing: [...own.missing, ...others.missing.filter(isOther)]
  };
}
