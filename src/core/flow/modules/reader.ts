import type { FactsMemo } from '../../python/facts/facts';
import { summarise } from './summarise';
import { NO_MODULES, type LocalModules, type ModuleSummary } from './types';

/** Sources of modules of the workspace by their dotted names, as a notebook imports them. */
export type Sources = ReadonlyMap<string, string>;

export const NO_SOURCES: Sources = new Map();

/** Summaries of modules; the same one as before where no source has changed. */
export function createModuleReader(
  memo: FactsMemo
): (sources: Sources) => LocalModules {
  let last: { readonly sources: Sources; readonly modules: LocalModules } = {
    sources: NO_SOURCES,
    modules: NO_MODULES
  };
  return sources => {
    if (!isSame(sources, last.sources)) {
      last = { sources, modules: readAll(sources, memo) };
    }
    return last.modules;
  };
}

function isSame(a: Sources, b: Sources): boolean {
  return (
    a === b ||
    (a.size === b.size && [...a].every(([name, text]) => b.get(name) === text))
  );
}

/** Modules that import others come after them; of a circle the later ones count as libraries. */
function readAll(sources: Sources, memo: FactsMemo): LocalModules {
  const found = new Map<string, ModuleSummary>();
  const begun = new Set<string>();
  const read = (name: string): void => {
    const source = sources.get(name);
    if (source === undefined || begun.has(name)) {
      return;
    }
    begun.add(name);
    for (const other of sources.keys()) {
      if (other !== name && source.includes(other.split('.').at(-1) ?? other)) {
        read(other);
      }
    }
    found.set(name, summarise(source, memo, new Map(found)));
  };
  [...sources.keys()].forEach(read);
  return found;
}
