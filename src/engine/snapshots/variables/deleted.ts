import type { MissingVariable } from '../../../core/api/types';
import type {
  Pipeline,
  PipelineStep,
  StepChange
} from '../../../core/pipeline/types';
import * as messages from '../../messages';
import type { Named } from './left';
import type { MakingCells } from './making-cells';

/** What became of names that a step has nothing under when it ends that is kept. */
export interface Deleted {
  /** They mean nothing, or a module. */
  readonly gone: ReadonlySet<string>;
  /** What they meant before is not what they mean, or may not be. */
  readonly unsure: readonly MissingVariable[];
}

/**
 * A step knows what became of names that it had when it began (`gone`). One of which it was not
 * told, as it does not use it, may be deleted all the same: behind a value of its own, or where an
 * exception was caught under that name. Classes that it defines again are not kept.
 */
export function deletedBy(
  { parameters: given }: Pipeline,
  making: MakingCells,
  step: PipelineStep,
  gone: readonly string[],
  own: Named,
  behind: Named
): Deleted {
  const { parameters, reads, changes } = step;
  const had = new Set([
    ...parameters,
    ...reads.map(({ variable }) => variable),
    ...[...own.variables, ...own.missing].map(({ name }) => name)
  ]);
  // Of several changes of a name, the last one stands.
  const last = new Map(changes.map(change => [change.variable, change]));
  const others = [...last.values()].filter(
    ({ variable }) => !had.has(variable)
  );
  const all = new Set([
    ...gone,
    ...reads.map(({ variable }) => variable),
    ...others
      .filter(({ leaves }) => leaves === 'nothing')
      .map(({ variable }) => variable)
  ]);
  const before = new Map(
    [...given, ...behind.variables].map(one => [one.name, one.type])
  );
  const unsure = others.flatMap(change => {
    const { variable: name } = change;
    const type = before.get(name);
    const reason = reasonOf(step, change);
    return type !== undefined && reason !== null && !all.has(name)
      ? { name, type, reason, ...making.of(name, step) }
      : [];
  });
  return { gone: all, unsure };
}

function reasonOf(
  { name: step, definitions }: PipelineStep,
  { variable, leaves }: StepChange
): string | null {
  if (leaves === 'perhaps nothing') {
    return messages.perhapsDeleted(step);
  }
  return definitions.includes(`class ${variable}`)
    ? messages.changedByStep(step)
    : null;
}
