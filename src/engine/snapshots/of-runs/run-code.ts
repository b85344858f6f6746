import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import type { KeptParameter, StateRecord } from '../variables/state';

/** The parameters of a run: where no other value was given, their defaults. */
export function parametersOf(
  { parameters }: Pipeline,
  values: Readonly<Record<string, unknown>>
): KeptParameter[] {
  return parameters.map(({ name, type, default: usual, source }) => ({
    name,
    type,
    value: JSON.stringify(values[name] ?? usual),
    ...(source !== undefined && { source })
  }));
}

/** Parameters whose names mean nothing in a state. */
export function goneParameters(
  { parameters }: Pipeline,
  state: StateRecord
): ReadonlySet<string> {
  const known = new Set(
    [...state.variables, ...state.missing, ...state.parameters].map(
      ({ name }) => name
    )
  );
  const names = parameters.map(({ name }) => name);
  return new Set(names.filter(name => !known.has(name)));
}

/**
 * Cells that only define can be run again; of cells of steps only what they define, and that down
 * to the moment alone: below it the notebook may give a name another meaning. `step` is null before
 * all of them.
 */
export function definitionsOf(
  { definitions, steps, cells }: Pipeline,
  step: PipelineStep | null,
  isBehind: boolean
): Pick<StateRecord, 'definitions' | 'sources'> {
  const inSteps = new Set(steps.flatMap(one => one.cells));
  const own = definitions.filter(({ cell }) => !inSteps.has(cell));
  const others = definitions.filter(({ cell }) => inSteps.has(cell));
  const edge = isBehind ? step?.cells.at(-1) : step?.cells[0];
  const end = cells.find(({ id }) => id === edge)?.index ?? -1;
  const isAbove = (index: number) => index < end || (isBehind && index === end);
  return {
    definitions: [...new Set(own.map(({ cell }) => cell))],
    sources: others
      .filter(({ index }) => isAbove(index))
      .map(({ source }) => source)
  };
}
