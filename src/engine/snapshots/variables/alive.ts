import type { MissingVariable } from '../../../core/api/types';
import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import * as messages from '../../messages';
import { isBeside, Siblings, withoutBeside } from './beside';
import { deletedBy } from './deleted';
import { goneIn, joinedLeft, type Left, type Named, writersOf } from './left';
import { MakingCells } from './making-cells';
import type { KeptVariable, StateRecord } from './state';
import { Referred } from './referred';
import { relatedIn, relatedOf, without } from './stale';
import { together } from './untouched';

/** What became of the values that a step had when its first cell began, by name. */
export interface Fate {
  /** They are as they were, and what their names mean. */
  readonly untouched: readonly string[];
  /** They may be others inside; so may functions and classes that cells made again in the step. */
  readonly changed: readonly string[];
  /** Their names mean other values. */
  readonly rebound: readonly string[];
  /** Not received: cells that every step repeats made them, and the step left them alone. */
  readonly given: readonly string[];
  /** The same, but that the step may have given them that value itself. */
  readonly unsure: readonly string[];
  /** There was something under them that is not any more; a module may be. */
  readonly gone: readonly string[];
}

/** What a step had when it ended, besides its files. */
export interface StepRemains {
  readonly variables: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  readonly fate: Fate;
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

export type Variables = Pick<StateRecord, 'variables' | 'aside' | 'missing'> & {
  /** Names that something stood under, be it a parameter, and nothing does any more. */
  readonly gone: ReadonlySet<string>;
};

const NONE: Named = { variables: [], missing: [] };

/**
 * Which variables a notebook would have before and after each step of a run. The process of a
 * step has only those that it uses: what the steps before it have left besides is alive all the
 * same. Of steps beside it, which may not have ended, nothing is.
 */
export class Alive {
  private readonly left = new Map<string, Left>();
  private readonly referred = new Referred();
  private readonly making: MakingCells;
  private readonly siblings: Siblings;

  constructor(private readonly pipeline: Pipeline) {
    this.making = new MakingCells(pipeline);
    this.siblings = new Siblings(pipeline, this.making);
  }

  /** What a step had left that ended in another process, before the run was interrupted. */
  recall(name: string, found: Variables): void {
    const step = this.pipeline.steps.find(one => one.name === name);
    const behind = this.behind(step?.after ?? []);
    const shown = step ? this.recalled(step, found, behind) : found;
    const left = { ...shown, gone: found.gone };
    this.referred.know([...left.variables, ...found.aside]);
    const digests = new Set(behind.variables.map(({ digest }) => digest));
    const isNew = ({ digest }: KeptVariable) => !digests.has(digest);
    const writers = writersOf(left, behind, name, isNew);
    const related = relatedIn(left.variables);
    this.left.set(name, { ...left, related, writers });
  }

  before(step: PipelineStep, received: readonly KeptVariable[]): Variables {
    const known = new Set([...step.reads.map(({ variable }) => variable)]);
    const behind = this.behind(step.after);
    const names = received.map(({ name }) => name);
    const isSame = this.passedOn(step, names, behind);
    const own = together({ ...NONE, variables: received }, isSame, behind);
    const all = joined(own, behind, known);
    return this.shown(step, own, { ...behind, ...all });
  }

  after(
    step: PipelineStep,
    remains: StepRemains
  ): Variables & Pick<StepRemains, 'python' | 'versions'> {
    const all = this.behind(step.after);
    const { pipeline, making } = this;
    const { python, versions } = remains;
    const fate = withRepeated(remains, all);
    const own = { ...ownOf(remains, all, making, step), fate };
    const behind = without(all, own, step, making);
    const isSame = this.passedOn(step, fate.untouched, all);
    const kept = together(own, isSame, behind);
    const { gone, unsure } = deletedBy(
      pipeline,
      making,
      step,
      fate.gone,
      kept,
      behind
    );
    const settled = { ...kept, missing: [...kept.missing, ...unsure] };
    const left = leftBy(
      step.name,
      own,
      { ...this.whole(joined(settled, behind, gone)), gone },
      all
    );
    this.left.set(step.name, left);
    const shown = this.shown(step, settled, left);
    // What steps beside make has its cells by then.
    const missing = shown.missing.map(one =>
      one.step === undefined ? making.again(one, step) : one
    );
    return { ...shown, missing, python, versions };
  }

  /** As a snapshot has it: without what steps beside make another thing of. */
  private shown(step: PipelineStep, own: Named, left: Left): Variables {
    const made = own.variables.filter(one => one.step !== null);
    const had = new Set([...made, ...own.missing].map(({ name }) => name));
    // What it has and neither received nor made, cells made that every step repeats.
    const touched = new Set(
      [...step.reads, ...step.changes].map(({ variable }) => variable)
    );
    const writerOf = (name: string) => {
      const writer = touched.has(name) ? step.name : null;
      return had.has(name) ? writer : (left.writers.get(name) ?? null);
    };
    const beside = this.siblings.beside(step, writerOf);
    const shown = withoutBeside(left, beside, this.pipeline.parameters);
    return { ...this.whole(shown), gone: goneIn(left) };
  }

  /** What a snapshot shows, with what it keeps to itself because of steps beside. */
  private recalled(step: PipelineStep, found: Named, behind: Left): Named {
    const beside = this.siblings.beside(step, () => null);
    const [hidden, missing] = [
      found.missing.filter(one => isBeside(one, beside)),
      found.missing.filter(one => !isBeside(one, beside))
    ];
    const names = new Set(hidden.map(({ name }) => name));
    const others = behind.variables.filter(({ name }) => names.has(name));
    return { variables: [...found.variables, ...others], missing };
  }

  /** With what variables refer to, whatever its name means by now. */
  private whole({
    variables,
    missing
  }: Named): Pick<StateRecord, 'variables' | 'aside' | 'missing'> {
    return { ...this.referred.resolve(variables), missing };
  }

  private behind(steps: readonly string[]): Left {
    const left = steps.flatMap(name => this.left.get(name) ?? []);
    return joinedLeft(left, this.placeOf);
  }

  /** Tells of received values that are as they came whether they are what is alive behind. */
  private passedOn(
    { reads }: PipelineStep,
    untouched: readonly string[],
    { writers }: Left
  ): (name: string) => boolean {
    const names = new Set(untouched);
    const from = new Map(reads.map(read => [read.variable, read.from]));
    return name => {
      const source = from.get(name);
      const isLater = (writer: string | null) =>
        this.placeOf(writer) > this.placeOf(source ?? null);
      return (
        source !== undefined &&
        names.has(name) &&
        !isLater(writers.get(name) ?? null)
      );
    };
  }

  private readonly placeOf = (step: string | null): number =>
    this.pipeline.steps.findIndex(({ name }) => name === step);
}

/**
 * With what the step changed of what it had from cells that every step repeats: others may have been
 * given parts of it.
 */
function withRepeated(
  { fate, variables }: StepRemains,
  { writers }: Left
): Fate {
  const left = new Set([...fate.given, ...fate.unsure]);
  const changed = variables
    .map(({ name }) => name)
    .filter(name => writers.get(name) === null && !left.has(name));
  return { ...fate, changed: [...new Set([...fate.changed, ...changed])] };
}

/**
 * What a step had, but for what cells made there that every step repeats, where a step before has
 * made something else of it.
 */
function ownOf(
  { fate, variables, missing }: StepRemains,
  { variables: before, writers }: Left,
  making: MakingCells,
  step: PipelineStep
): Named {
  const given = new Set(fate.given);
  const isWritten = (name: string) => (writers.get(name) ?? null) !== null;
  const isOld = (name: string) => given.has(name) && isWritten(name);
  const isUnsure = ({ name, digest }: KeptVariable) =>
    fate.unsure.includes(name) &&
    isWritten(name) &&
    !before.some(one => one.name === name && one.digest === digest);
  const [unsure, sure] = [
    variables.filter(isUnsure),
    variables.filter(one => !isUnsure(one) && !isOld(one.name))
  ];
  return {
    variables: sure.map(one =>
      given.has(one.name) ? { ...one, step: null } : one
    ),
    missing: [
      ...missing
        .filter(({ name }) => !isOld(name))
        .map(one =>
          one.cell === null ? { ...one, ...making.of(one.name, step) } : one
        ),
      ...unsure.map(({ name, type }) => ({
        ...{ name, type, reason: messages.perhapsGivenAgain(step.name) },
        ...making.of(name, step)
      }))
    ]
  };
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

/**
 * What a step has left, with what may be said of it: `own` is what its process had, in files that
 * tell what its values have in common, whichever files they are left in.
 */
function leftBy(
  step: string,
  { variables, fate }: Pick<StepRemains, 'variables' | 'fate'>,
  left: Named & { readonly gone: ReadonlySet<string> },
  behind: Left
): Left {
  const had = new Set(variables.map(({ name }) => name));
  const isWritten = (name: string) =>
    had.has(name) && !fate.untouched.includes(name);
  const isNew = (name: string) =>
    fate.rebound.includes(name) ||
    (isWritten(name) && !fate.changed.includes(name));
  const known = relatedOf([behind.related], isNew);
  return {
    ...{ variables: left.variables, missing: left.missing },
    related: relatedOf([
      known,
      relatedIn(variables),
      relatedIn(left.variables)
    ]),
    writers: writersOf(left, behind, step, ({ name }) => isWritten(name))
  };
}
