import { isSameList } from '../../same-data';
import type { Name } from '../../python/facts/types';
import type { Parameters } from '../parameters/parameters';
import type { Version } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import type { Remembered } from '../remembered';
import { needAll, needsAt, type Work } from './following';
import { isSameNeeds } from './same-needs';
import { askProviders, type Needs } from './sharing';

/** Which values are handed from step to step. */
export interface Live {
  readonly needs: readonly Needs[];
  /** Definitions that had to travel as values, since their source would not give them. */
  readonly byValue: ReadonlySet<Version>;
}

/** What one step needs, where no values must come together: nothing of it depends on others. */
export interface OwnNeeds {
  readonly needs: Needs;
  readonly byValue: readonly Version[];
}

/**
 * Go backward through the steps: what a later step receives must be saved by the step that made
 * it last, and that one must receive what it only may have changed.
 */
export function findTransfers(
  w: World,
  parameters: Parameters,
  remembered: Remembered<OwnNeeds>
): Live {
  w.reached.clear();
  const work: Work = {
    w,
    parameters,
    needs: [],
    asked: w.steps.map(() => new Set()),
    byValue: new Set(),
    pending: [],
    usable: new Map(),
    hasGroups: false,
    hasKnown: false,
    isSame: false
  };
  remembered.begin();
  work.isSame = w.steps.every(step => remembered.before(step) !== null);
  for (const step of [...w.steps].reverse()) {
    needOnce(work, step, remembered);
  }
  if (work.hasGroups) {
    // Which values share a file is known only now.
    remembered.forget();
    if (work.hasKnown) {
      beginAnew(work);
    }
    for (const own of [...work.needs].reverse()) {
      needAll(work, own);
    }
  }
  return work;
}

/** What others remember by what steps needed is not written to. */
function beginAnew(work: Work): void {
  const { w, needs, asked } = work;
  needs.length = 0;
  w.steps.forEach(({ index }) => {
    asked[index] = new Set();
  });
  for (const step of [...w.steps].reverse()) {
    needAll(work, needsAt(work, step));
  }
}

/** Find out what a step needs unless that is known. */
function needOnce(
  work: Work,
  step: StepRecord,
  remembered: Remembered<OwnNeeds>
): void {
  const { w, needs, asked, byValue } = work;
  if (work.hasGroups) {
    needAll(work, needsAt(work, step));
    return;
  }
  const known = remembered.find(
    w,
    step,
    one =>
      work.isSame || isSameOrder(one.needs.saves, asked[step.index] ?? NO_NAMES)
  );
  if (known) {
    needs[step.index] = known.needs;
    // A step below may still ask for more, where it has to take a group of values from here.
    asked[step.index] = known.needs.saves;
    known.byValue.forEach(version => byValue.add(version));
    work.hasKnown = true;
    if (!work.isSame) {
      askProviders(asked, known.needs);
    }
    return;
  }
  makeOnce(work, step, remembered);
}

function makeOnce(
  work: Work,
  step: StepRecord,
  remembered: Remembered<OwnNeeds>
): void {
  const { w, needs, asked, byValue } = work;
  const before = remembered.before(step)?.needs;
  if (work.isSame) {
    asked[step.index] = new Set(before?.saves);
  }
  const found = remembered.make(
    w,
    step,
    (): OwnNeeds => {
      const own = needsAt(work, step);
      const one = { ...work, byValue: new Set<Version>() };
      needAll(one, own);
      work.hasGroups = one.hasGroups;
      return { needs: own, byValue: [...one.byValue] };
    },
    isSameOwn
  );
  work.hasKnown ||= needs[step.index] !== found.needs;
  needs[step.index] = found.needs;
  asked[step.index] = found.needs.saves;
  found.byValue.forEach(version => byValue.add(version));
  if (work.isSame && (work.hasGroups || found.needs !== before)) {
    work.isSame = false;
    askForAll(work, step);
  }
}

/** Write down what all steps from one on ask for, in the order in which they would have asked. */
function askForAll({ needs, asked }: Work, { index }: StepRecord): void {
  // Steps that were looked into anew have asked already.
  for (let above = 0; above < index; above++) {
    asked[above]?.clear();
  }
  for (let i = needs.length - 1; i >= index; i--) {
    const own = needs[i];
    if (own) {
      askProviders(asked, own);
    }
  }
}

function isSameOwn(a: OwnNeeds, b: OwnNeeds): boolean {
  return isSameList(a.byValue, b.byValue) && isSameNeeds(a.needs, b.needs);
}

const NO_NAMES: ReadonlySet<Name> = new Set();

/** True for the same names in the same order. */
function isSameOrder(a: ReadonlySet<Name>, b: ReadonlySet<Name>): boolean {
  if (a.size !== b.size) {
    return false;
  }
  const others = b.values();
  for (const name of a) {
    if (others.next().value !== name) {
      return false;
    }
  }
  return true;
}
