import type { MissingVariable } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import * as messages from '../messages';
import { boundIn } from './bound';
import type { Named } from './left';
import { spread } from './stale';

/** By name: a step that makes or changes what it means, and the cell in which it does. */
export type Beside = ReadonlyMap<
  string,
  {
    readonly step: string;
    readonly cell: Pick<MissingVariable, 'cell' | 'index'>;
  }
>;

/**
 * What steps make and change that stand above another one in the notebook and run beside it: they
 * may not have ended. The code tells; what is changed by a call alone is among it where another step
 * receives it.
 */
export function besideOf(pipeline: Pipeline, step: PipelineStep): Beside {
  const { steps, cells } = pipeline;
  const place = steps.findIndex(({ name }) => name === step.name);
  const before = ancestorsOf(steps, step);
  const others = steps
    .slice(0, Math.max(0, place))
    .filter(other => !before.has(other.name))
    .filter(other => !ancestorsOf(steps, other).has(step.name));
  return new Map(
    others.flatMap(other => {
      const own = cells.filter(({ id }) => other.cells.includes(id));
      const [last] = own.slice(-1);
      const entry = (name: string, cell: (typeof own)[number]) =>
        [
          name,
          { step: other.name, cell: { cell: cell.id, index: cell.index } }
        ] as const;
      return [
        ...(last ? other.writes.map(name => entry(name, last)) : []),
        ...own.flatMap(cell =>
          boundIn(cell.source).map(name => entry(name, cell))
        )
      ];
    })
  );
}

/**
 * What is alive, but for what steps beside change or give the name of to something else: that is
 * missing. What they make besides is theirs alone.
 */
export function withoutBeside(
  { variables, missing }: Named,
  own: ReadonlySet<string>,
  beside: Beside
): Named {
  const isOther = (name: string) => beside.has(name) && !own.has(name);
  const stale = new Map(
    variables
      .filter(({ name }) => isOther(name))
      .map(({ name }) => [name, name] as const)
  );
  // What others have of them in their files is old too.
  spread(
    stale,
    variables.filter(({ name }) => !own.has(name))
  );
  const told = variables.flatMap(({ name, type }) => {
    const by = beside.get(stale.get(name) ?? '');
    return by
      ? { name, type, reason: messages.changedBeside(by.step), ...by.cell }
      : [];
  });
  return {
    variables: variables.filter(({ name }) => !stale.has(name)),
    missing: [...missing, ...told]
  };
}

/** True for what {@link withoutBeside} may have told of. */
export function isBeside({ reason }: MissingVariable, beside: Beside): boolean {
  return [...beside.values()].some(
    ({ step }) => reason === messages.changedBeside(step)
  );
}

function ancestorsOf(
  steps: Pipeline['steps'],
  { after }: PipelineStep
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...after];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!found.has(name)) {
      found.add(name);
      open.push(...(steps.find(step => step.name === name)?.after ?? []));
    }
  }
  return found;
}
