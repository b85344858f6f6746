import type { Diagnostic } from '../../diagnostic';
import {
  argumentTooLong,
  clashOfNames,
  defaultImageUsed,
  fileNotInPod,
  integerTooLarge,
  notAQuantity,
  resourceIgnored
} from '../../messages/kfp';
import type { Pipeline, PipelineStep } from '../../pipeline/types';
import { ARGUMENT_LIMIT, command } from './command';
import { quantity } from './quantities';

/** What KFP cannot do with this pipeline, or would silently leave out. */
export function checkForKfp(
  pipeline: Pipeline,
  clashes: readonly (readonly [string, string])[],
  defaultImage: string
): readonly Diagnostic[] {
  const place = (step: string) => placeOf(pipeline, step);
  return [
    ...clashes.map(([step, owner]) => clashOfNames(step, owner, place(step))),
    ...pipeline.parameters
      .filter(({ type, default: value }) => type === 'int' && isTooLarge(value))
      .map(({ name, cell }) =>
        integerTooLarge(name, { cell, index: indexOf(pipeline, cell) })
      ),
    ...pipeline.steps.flatMap(step => checkStep(pipeline, step)),
    ...pipeline.steps.flatMap(step => checkFiles(step, place(step.name))),
    ...(pipeline.steps.some(({ image }) => !image)
      ? [defaultImageUsed(defaultImage)]
      : [])
  ];
}

function checkStep(pipeline: Pipeline, step: PipelineStep): Diagnostic[] {
  const where = placeOf(pipeline, step.name);
  const { cpu, memory, other } = step.resources;
  const unread = [cpu, memory].filter(
    text => text !== undefined && quantity(text) === null
  );
  const isTooLong = command(pipeline, step).some(
    argument => argument.length > ARGUMENT_LIMIT
  );
  return [
    ...unread.map(text => notAQuantity(step.name, text ?? '', where)),
    ...Object.keys(other ?? {}).map(name =>
      resourceIgnored(step.name, name, where)
    ),
    ...(isTooLong ? [argumentTooLong(step.name, where)] : [])
  ];
}

/** Pods have neither the workspace nor each other's files. */
function checkFiles(step: PipelineStep, where: Diagnostic['where']) {
  return step.files
    .filter(({ path }) => !path.startsWith('/'))
    .map(({ path, from }) => fileNotInPod(step.name, path, from, where));
}

function isTooLarge(value: unknown): boolean {
  return typeof value === 'number' && !Number.isSafeInteger(value);
}

function placeOf(pipeline: Pipeline, step: string): Diagnostic['where'] {
  const cell = pipeline.steps.find(({ name }) => name === step)?.cells[0];
  return cell === undefined ? null : { cell, index: indexOf(pipeline, cell) };
}

function indexOf(pipeline: Pipeline, cell: string): number {
  return pipeline.cells.find(({ id }) => id === cell)?.index ?? 0;
}
