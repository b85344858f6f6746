import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import { factsOf } from '../../../core/python/facts/facts';
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

/** A piece of code, and where it stands in the notebook. */
interface Piece {
  readonly index: number;
  /** From 1. */
  readonly line: number;
  readonly source: string;
}

/**
 * Cells that only define can be run again; of cells of steps only what they define or import, and
 * that down to the moment alone: below it the notebook may give a name another meaning. `step` is
 * null before all of them.
 */
export function definitionsOf(
  pipeline: Pipeline,
  step: PipelineStep | null,
  isBehind: boolean
): Pick<StateRecord, 'definitions' | 'sources' | 'places'> {
  const { definitions, steps, cells } = pipeline;
  const inSteps = new Set(steps.flatMap(one => one.cells));
  const own = definitions.filter(({ cell }) => !inSteps.has(cell));
  const others = definitions.filter(({ cell }) => inSteps.has(cell));
  const edge = isBehind ? step?.cells.at(-1) : step?.cells[0];
  const end = cells.find(({ id }) => id === edge)?.index ?? -1;
  const isAbove = ({ index }: Piece) =>
    index < end || (isBehind && index === end);
  const pieces = [...others, ...importsOf(pipeline)].filter(isAbove);
  const apart = new Map(
    pieces.map(piece => [`${piece.index} ${piece.line}`, piece])
  );
  return {
    definitions: [...new Set(own.map(({ cell }) => cell))],
    sources: [...apart.values()]
      .sort((a, b) => a.index - b.index || a.line - b.line)
      .map(({ source }) => source),
    places: placesOf([...own, ...cells], end)
  };
}

/** Of a name that several cells define it is the last one down to `end` that counts. */
function placesOf(
  pieces: readonly Pick<Piece, 'index' | 'source'>[],
  end: number
): Record<string, number> {
  // Whatever comes later takes the place of what came before.
  const below = pieces.filter(({ index }) => index > end);
  const above = pieces.filter(({ index }) => index <= end);
  const inTurn = [
    ...below.sort((a, b) => b.index - a.index),
    ...above.sort((a, b) => a.index - b.index)
  ];
  return Object.fromEntries(
    inTurn.flatMap(({ index, source }) =>
      definedIn(source).map(name => [name, index])
    )
  );
}

function definedIn(source: string): readonly string[] {
  return factsOf(source).ops.flatMap(op =>
    op.op === 'bind' && ['class', 'function'].includes(op.form) ? [op.name] : []
  );
}

const imports = new WeakMap<Pipeline, readonly Piece[]>();

/** What cells of steps import, be it that only they use it: a reader goes on with the notebook. */
function importsOf(pipeline: Pipeline): readonly Piece[] {
  const known =
    imports.get(pipeline) ??
    pipeline.cells.flatMap(({ index, source }) =>
      factsOf(source)
        .statements.filter(({ replica }) => replica === 'import')
        .map(({ start, end }) => ({
          index,
          line: source.slice(0, start).split('\n').length,
          source: source.slice(start, end)
        }))
        // It may ask for a variable, which is not there yet.
        .filter(piece => !/^if\b/.test(piece.source))
    );
  imports.set(pipeline, known);
  return known;
}
