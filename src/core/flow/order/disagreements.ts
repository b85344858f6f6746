import type { Diagnostic, Where } from '../../diagnostic';
import {
  branchesDepend,
  branchesWrite,
  dependencyAdded
} from '../../messages/tags';
import type { Name } from '../../python/facts/types';
import { renameInEarlier } from '../fixes/rename';
import type { Needs } from '../live/sharing';
import { whereOf, whereOfCell } from '../replay/places';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { METRICS_STEP } from '../../notebook/types';
import { ancestors } from './graph';
import { pairKey, type Reason } from './reasons';
import type { TagOrder } from './tags';

/**
 * Report where tags and code disagree: a dependency that the tags leave out, and branches drawn
 * side by side that are not. Silent in a notebook without `prev:` tags.
 */
export function reportDisagreements(
  w: World,
  tags: TagOrder,
  reasons: ReadonlyMap<number, Reason>,
  needs: readonly Needs[],
  diagnostics: Diagnostic[]
): void {
  if (tags.every(({ size }) => size === 0)) {
    return;
  }
  const waitsFor = ancestors({ size: w.steps.length, before: tags });
  const areBranches = (a: number, b: number) =>
    !waitsFor(b, a) && isTagged(tags, a) && isTagged(tags, b);
  const written = new Set<number>();
  for (const [earlier, later, name] of sharedWrites(w, needs)) {
    if (areBranches(earlier.index, later.index)) {
      written.add(pairKey(earlier.index, later.index));
      diagnostics.push(writersDiffer(w, earlier, later, name));
    }
  }
  for (const [key, reason] of reasons) {
    const { from, to } = reason;
    // Metrics come after everything: nobody draws their dependencies.
    if (w.steps[to]?.name === METRICS_STEP) {
      continue;
    }
    if (!waitsFor(to, from) && !written.has(key)) {
      diagnostics.push(added(w, reason, areBranches(from, to)));
    }
  }
}

function isTagged(tags: TagOrder, step: number): boolean {
  return (tags[step]?.size ?? 0) > 0;
}

/** Pairs of steps that both write a name which a later step, or a metric, uses. */
function sharedWrites(
  w: World,
  needs: readonly Needs[]
): [StepRecord, StepRecord, Name][] {
  const found: [StepRecord, StepRecord, Name][] = [];
  for (const { step: later, saves } of needs) {
    for (const name of saves) {
      const isWritten = later.finals.get(name) !== undefined;
      const earlier = w.steps
        .slice(0, later.index)
        .filter(step => step.finals.get(name) !== undefined)
        .at(-1);
      if (isWritten && earlier) {
        found.push([earlier, later, name]);
      }
    }
  }
  return found;
}

function writersDiffer(
  w: World,
  earlier: StepRecord,
  later: StepRecord,
  name: Name
): Diagnostic {
  const [before, after] = [earlier, later].map(step => step.finals.get(name));
  const cell = tagCell(w, later);
  return branchesWrite(
    after ? whereOf(w.notebook, after.site) : whereOfStep(w, later),
    { earlier: earlier.name, later: later.name, name },
    {
      cell,
      related: before ? whereOf(w.notebook, before.site) : null,
      canWait: true
    },
    renameInEarlier(w, earlier, later, name)
  );
}

function added(w: World, reason: Reason, isBranch: boolean): Diagnostic {
  const writer = w.steps[reason.from];
  const reader = w.steps[reason.to];
  if (!writer || !reader) {
    throw new Error('A dependency between steps that do not exist.');
  }
  const { what, where, related } = causeOf(w, reason, reader);
  const names = { reader: reader.name, writer: writer.name, what };
  // A step that is resumed below the other one cannot be asked to wait for it.
  const canWait = reason.from < reason.to;
  const tagged = { cell: tagCell(w, reader), related, canWait };
  return isBranch
    ? branchesDepend(where, names, tagged)
    : dependencyAdded(where, names, tagged);
}

interface Cause {
  readonly what: string;
  readonly where: Where;
  readonly related: Where | null;
}

/** The first thing for which one step waits for another. */
function causeOf(w: World, reason: Reason, reader: StepRecord): Cause {
  const [name] = reason.variables;
  const [file] = reason.files;
  const [state] = reason.states;
  if (name !== undefined) {
    const use = reader.uses.get(name);
    const made = use?.version.site ?? null;
    return {
      what: `\`${name}\``,
      where: use ? whereOf(w.notebook, use.site) : whereOfStep(w, reader),
      related: made && whereOf(w.notebook, made)
    };
  }
  if (file) {
    return {
      what: `\`${file.later.key}\``,
      where: whereOf(w.notebook, file.later.site),
      related: whereOf(w.notebook, file.earlier.site)
    };
  }
  return {
    what: `\`${state?.key ?? ''}\``,
    where: state ? whereOf(w.notebook, state.site) : whereOfStep(w, reader),
    related: null
  };
}

/** The cell that carries the tags of a step: its first. */
function tagCell(w: World, step: StepRecord): string {
  return step.cells[0]?.cell.id ?? whereOfStep(w, step).cell;
}

function whereOfStep(w: World, step: StepRecord): Where {
  const [first] = step.cells;
  return whereOfCell(w.notebook, first ? w.notebook.cells.indexOf(first) : 0);
}
