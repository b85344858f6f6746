import type { CodeKind, SnapshotVariable } from '../../../core/api/types';
import type { NeededCell } from '../../../core/view';
import type { IAgreed } from '../consent/consent-state';
import type { IResumed } from './resume-report';

/** A cell of a notebook, as far as it says of which step it is. */
export interface ITaggedCell {
  readonly id: string;
  readonly tags: readonly string[];
}

/** Adds to what could not be loaded the cell that makes it: the first one of its step. */
export function withCells(
  resumed: IResumed,
  state: readonly Pick<SnapshotVariable, 'name' | 'step' | 'tier'>[],
  cells: readonly ITaggedCell[]
): IResumed {
  const steps = new Map(state.map(({ name, step }) => [name, step]));
  return {
    ...resumed,
    failed: resumed.failed.map(failure => {
      const made = firstOf(steps.get(failure.name) ?? null, cells);
      return made ? { ...failure, made } : failure;
    })
  };
}

function firstOf(
  step: string | null,
  cells: readonly ITaggedCell[]
): NeededCell | null {
  const index = cells.findIndex(({ tags }) => tags.includes(`step:${step}`));
  return index < 0 ? null : { cell: cells[index].id, index };
}

/** True where nobody had allowed to run its import and function cells. */
export function isBare({
  inspection,
  allow
}: Pick<IAgreed, 'inspection' | 'allow'>): boolean {
  return (
    inspection.code.some(({ kind }) => kind === 'cells') &&
    !allow.includes('cells')
  );
}

/** Names of Python objects that were not read, as nobody had allowed that. */
export function leftOut(
  { failed }: IResumed,
  state: readonly Pick<SnapshotVariable, 'name' | 'step' | 'tier'>[],
  allow: readonly CodeKind[]
): readonly string[] {
  const failures = new Set(failed.map(({ name }) => name));
  return allow.includes('variables')
    ? []
    : state.flatMap(({ name, tier }) =>
        tier === 'trusted' && failures.has(name) ? name : []
      );
}
