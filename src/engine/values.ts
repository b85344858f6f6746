import type { Analysis as Found } from '../core/analyse';
import { isOfType } from '../core/api/parameters';
import type { Pipeline } from '../core/pipeline/types';
import * as messages from './messages';
import { Refusal } from './refusal';

/** Values of all parameters of a run; throws a {@link Refusal} of what is given wrongly. */
export function valuesOf(
  pipeline: Pipeline,
  { cells }: Found['notebook'],
  given: Readonly<Record<string, unknown>>
): Record<string, unknown> {
  const known = pipeline.parameters.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new Refusal(messages.unknownParameter(name, known));
    }
  }
  return Object.fromEntries(
    pipeline.parameters.map(({ name, type, default: usual, cell }) => {
      const value = name in given ? given[name] : usual;
      if (!isOfType(type, value)) {
        const own = cells.find(item => item.cell.id === cell)?.cell;
        throw new Refusal(
          messages.wrongParameter(name, type, own?.index ?? null, value)
        );
      }
      return [name, value];
    })
  );
}
