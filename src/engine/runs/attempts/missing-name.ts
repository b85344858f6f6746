import type { StepError } from '../../../core/api/types';
import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import { factsOf } from '../../../core/python/facts/facts';
import { moduleNames } from '../../../core/python/facts/module-names';
import * as messages from '../../messages';

/** A NameError for a name that another cell defines says which cell, and what to do. */
export function withDefiningCell(
  pipeline: Pipeline,
  step: PipelineStep,
  error: StepError
): StepError {
  const name = /^name '(.+?)' is not defined/.exec(error.message)?.[1];
  if (error.name !== 'NameError' || name === undefined) {
    return error;
  }
  const cell = pipeline.cells.find(
    ({ id, source }) =>
      !step.cells.includes(id) &&
      source.includes(name) &&
      moduleNames(factsOf(source)).bound.has(name)
  );
  if (!cell) {
    return error;
  }
  const owner = pipeline.steps.findIndex(({ cells }) =>
    cells.includes(cell.id)
  );
  const isLater = owner > pipeline.steps.indexOf(step);
  const other = pipeline.steps[owner]?.name ?? null;
  const hint = messages.boundElsewhere(name, cell.index, other, isLater);
  return { ...error, hint };
}
