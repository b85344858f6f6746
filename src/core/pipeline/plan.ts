import type { Static } from '@sinclair/typebox';

import type { Immutable } from '../immutable';
import type { StepPlanSchema } from './plan-schema';
import type { Pipeline, PipelineStep } from './types';

export type StepPlan = Immutable<Static<typeof StepPlanSchema>>;

/** The plan of one step: its cells, what it repeats and loads first, and what it must save. */
export function stepPlan(pipeline: Pipeline, step: PipelineStep): StepPlan {
  return {
    version: 1,
    pipeline: pipeline.name,
    notebook: pipeline.notebook,
    step: step.name,
    parameters: pipeline.parameters
      .filter(({ name }) => step.parameters.includes(name))
      .map(({ name, type, default: value, source }) => ({
        name,
        type,
        default: value,
        ...(source === undefined ? {} : { source })
      })),
    setup: step.setup.map(item =>
      'variable' in item
        ? { variable: item.variable }
        : {
            definition: item.definition,
            cell: sourceOf(pipeline, item.definition)
          }
    ),
    cells: pipeline.cells
      .filter(({ id }) => step.cells.includes(id))
      .map(({ id, index, source }) => ({ id, index, line: 1, source })),
    saves: savesOf(step),
    watch: step.watch,
    unchanged: unchangedBy(step),
    state: {
      restore: step.state.reads.map(({ key }) => key),
      capture: step.state.writes
    },
    metrics: pipeline.metrics
      .filter(metric => metric.step === step.name)
      .map(({ name, variable }) => ({ name, variable }))
  };
}

function unchangedBy({ reads, changes }: PipelineStep): string[] {
  const changed = new Set(changes.map(({ variable }) => variable));
  return reads
    .map(({ variable }) => variable)
    .filter(variable => !changed.has(variable));
}

/** One group for each file: names that share objects together, every other one alone. */
function savesOf({ writes, shared }: PipelineStep): StepPlan['saves'] {
  const grouped = new Set(shared.flat());
  const single = writes.filter(name => !grouped.has(name));
  return [...shared, ...single.map(name => [name])];
}

function sourceOf(pipeline: Pipeline, name: string): StepPlan['cells'][number] {
  const found = pipeline.definitions.find(item => item.name === name);
  if (!found) {
    throw new Error(`The pipeline has no definition "${name}".`);
  }
  const { cell, index, line, source } = found;
  return { id: cell, index, line, source };
}
