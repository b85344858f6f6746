import type { Pipeline } from '../../core/pipeline/types';

/** Packages that may be imported before a fork, in the order they are: importing is safe, computing is not. */
const SAFE = [
  'IPython',
  'numpy',
  'pandas',
  'scipy',
  'sklearn',
  'matplotlib',
  'pyarrow',
  'PIL'
];

const IMPORT = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+(.+))/gm;

/** Modules that a pipeline's code names and that a host may import once for all its steps. */
export function preloadOf(pipeline: Pipeline): string[] {
  const sources = [...pipeline.definitions, ...pipeline.cells];
  const named = new Set(sources.flatMap(({ source }) => importsOf(source)));
  return SAFE.flatMap(safe => [
    ...(safe === 'IPython' ? [safe] : []),
    ...[...named]
      .filter(name => name === safe || name.startsWith(`${safe}.`))
      .sort()
  ]);
}

function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, from, list]) =>
    from === undefined
      ? (list ?? '')
          .split(',')
          .map(item => item.trim().split(/[\s#;]/)[0] ?? '')
      : [from]
  );
}
