import type { Diagnostic } from '../../diagnostic';
import {
  parameterReplaced,
  parameterSetAgain,
  parameterUnused
} from '../../messages/parameters';
import type { Name } from '../../python/facts/types';
import type { Needs } from '../live/sharing';
import type { Parameters } from '../parameters/parameters';
import { renameFromHere } from '../fixes/rename';
import { removeParameter } from '../fixes/parameters';
import { whereOf } from '../replay/places';
import { PARAMETERS, type Site, type Version } from '../replay/heap/versions';
import type { World } from '../replay/world';

/** Parameters that a step or a later cell replaces (DF802), or that nobody reads (DF806). */
export function reportParameters(
  w: World,
  needs: readonly Needs[],
  { literals, sites, firstSites }: Parameters,
  diagnostics: Diagnostic[]
): void {
  for (const [name, first] of firstSites) {
    const last = sites.get(name);
    const early = needs.find(
      ({ step, parameters }) =>
        parameters.has(name) && last && isBetween(step.first, first, last)
    );
    if (last && early) {
      const where = whereOf(w.notebook, last);
      diagnostics.push(parameterSetAgain(where, name, early.step.name));
    }
  }
  const bound = boundByParameters(w);
  for (const { step, saves } of needs) {
    if (!haveCommon(bound, saves)) {
      continue;
    }
    for (const name of saves) {
      const final = bound.has(name) ? step.finals.get(name) : undefined;
      if (final && isParameter(final)) {
        const where = whereOf(w.notebook, final.site);
        const fixes = renameFromHere(w, step, name);
        const names = { name, step: step.name };
        const site = firstSites.get(name) ?? sites.get(name);
        const first = site ? whereOf(w.notebook, site) : null;
        diagnostics.push(
          parameterReplaced(where, names, final.isChanged, first, fixes)
        );
      }
    }
  }
  for (const name of literals.keys()) {
    const site = sites.get(name);
    if (site && !needs.some(({ parameters }) => parameters.has(name))) {
      const where = whereOf(w.notebook, site);
      const fixes = removeParameter(w, name, site);
      diagnostics.push(parameterUnused(where, name, fixes));
    }
  }
}

function isBetween(cell: number, above: Site, below: Site): boolean {
  return cell > above.cell && cell < below.cell;
}

/** Names that cells of parameters bind, be it by a star import when another cell reads them. */
function boundByParameters({ cells }: World): ReadonlySet<Name> {
  const names = new Set<Name>();
  for (const { roled, run } of cells) {
    if (roled.role === 'parameters' || run.needsAll) {
      run.binds.forEach(({ value }) => names.add(value.name));
    }
  }
  return names;
}

/** Asks for those of the smaller set: parameters are few, and most steps save some names. */
function haveCommon(a: ReadonlySet<Name>, b: ReadonlySet<Name>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const name of few) {
    if (many.has(name)) {
      return true;
    }
  }
  return false;
}

/** The name was a parameter before a step made it its own. */
function isParameter(version: Version): boolean {
  for (let next: Version | null = version; next; next = next.previous) {
    if (next.by === PARAMETERS) {
      return true;
    }
  }
  return false;
}
