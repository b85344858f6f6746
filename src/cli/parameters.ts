import { parseParameter } from '../core/api/parameters';
import type { Json } from '../core/immutable';
import type { Analysis } from '../core/analyse';
import type { Pipeline } from '../core/pipeline/types';
import { UsageError } from './exit';
import * as texts from './texts';

/** Values of `-p NAME=VALUE` in the types of the parameters cell; rejects with a usage error. */
export function readParameters(
  pipeline: Pipeline,
  { cells }: Analysis['notebook'],
  given: readonly string[]
): Record<string, Json> {
  const indexOf = (id: string) =>
    cells.find(({ cell }) => cell.id === id)?.cell.index ?? null;
  return Object.fromEntries(
    given.map(text => readOne(pipeline, indexOf, text))
  );
}

function readOne(
  pipeline: Pipeline,
  indexOf: (cell: string) => number | null,
  text: string
): [string, Json] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(texts.notAnOption(text));
  }
  const parameter = pipeline.parameters.find(item => item.name === name);
  if (!parameter) {
    throw new UsageError(
      texts.unknownParameter(
        name,
        pipeline.parameters.map(item => item.name)
      )
    );
  }
  const parsed = parseParameter(parameter.type, value);
  if (!parsed) {
    const { type, cell } = parameter;
    throw new UsageError(texts.wrongValue(name, value, type, indexOf(cell)));
  }
  return [name, parsed.value];
}
