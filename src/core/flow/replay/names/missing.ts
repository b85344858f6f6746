import { preludeDefinesLater } from '../../../messages/tags';
import {
  nameDefinedBelow,
  nameSkipped,
  nameUnknown
} from '../../../messages/names';
import { mentionsOf } from '../../../python/facts/module-names';
import type { Name } from '../../../python/facts/types';
import { moveDefinition } from '../../fixes/cells';
import { makeParameter } from '../../fixes/parameters';
import { moveToStep } from '../../fixes/statements';
import { bind } from './binds';
import { SUPPLY } from '../heap/effects';
import { addTo, pushTo } from '../heap/journal';
import { reach } from '../heap/logs';
import { libraryItem, makeObject } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { whereOf } from '../places';
import { noteUse } from './uses';
import { similarWord } from '../../../similar-words';
import { SKIPPED, type Site } from '../heap/versions';
import { type Missing } from '../records';
import { reportOnce, type World } from '../world';

interface Manner {
  readonly probe: boolean;
  readonly certain: boolean;
}

/** Names that IPython knows by itself, as magics without a percent sign. */
const AUTOMAGIC = new Set(['ls', 'pwd', 'who', 'whos', 'cd', 'history']);

/**
 * A name that nothing above binds. Somebody whose names cannot be seen may supply it;
 * otherwise it is reported, once the whole notebook is known.
 */
export function reportMissing(
  w: World,
  name: Name,
  site: Site,
  body: Site,
  { probe, certain }: Manner
): Abstract | null {
  const supplied = supply(w, name, site);
  if (supplied) {
    return supplied;
  }
  if (w.maker === SKIPPED || AUTOMAGIC.has(name)) {
    return null;
  }
  if (/^(?:_|__|___|_i+|_dh|_oh|_ih|_i?\d+)$/.test(name)) {
    return null;
  }
  w.later.forEach(around => {
    around.isOpen = true;
  });
  const isLater = w.later.length > 0;
  const manner = { isCertain: certain, isProbe: probe, isLater };
  pushTo(w.heap, w.missing, { name, site, body, ...manner });
  return null;
}

/** Take a name from a star import, or from code whose names cannot be seen. */
function supply(w: World, name: Name, site: Site): Abstract | null {
  const { run } = w.heap;
  run.keys.add(SUPPLY);
  const star = w.stars[w.stars.length - 1];
  const source = w.dynamic[w.dynamic.length - 1];
  // What is bound here for another cell is bound anew whenever anything above changes.
  run.needsAll ||= star !== undefined || source !== undefined;
  if (star) {
    addTo(w.heap, star.taken, name);
    const { module, replica } = star;
    const path = `${module}.${name}`;
    const value = { objects: [libraryItem(w.heap, path).id], text: null };
    return bindFor(
      w,
      star,
      () => {
        w.replica = replica;
        return bind(w, name, value, 'import', 'certain', { ...star.site });
      },
      site
    );
  }
  if (source) {
    const item = makeObject(w.heap, { isOpaque: true });
    const value = { objects: [item.id], text: null };
    return bindFor(
      w,
      source,
      () => bind(w, name, value, 'dynamic', 'certain', { ...source.site }),
      site
    );
  }
  return null;
}

/**
 * Bind a name as if that had been done by somebody earlier. Its site must be its own: each version
 * moves by itself when cells are edited.
 */
function bindFor(
  w: World,
  source: { readonly by: number },
  make: () => Parameters<typeof noteUse>[1],
  site: Site
): Abstract {
  const { maker, step, replica, cell } = w;
  w.maker = source.by;
  w.step = w.steps[source.by] ?? null;
  reach(w.heap, w.step?.log);
  w.replica = null;
  const version = make();
  Object.assign(w, { maker, step, replica, cell });
  noteUse(w, version, site, false);
  return version.value;
}

/** Names bound anywhere, with the first place. */
function firstBindings({ cells }: World): ReadonlyMap<Name, Site> {
  const found = new Map<Name, Site>();
  for (const { run } of cells) {
    for (const { value } of run.binds) {
      if (!found.has(value.name)) {
        found.set(value.name, value.site);
      }
    }
  }
  return found;
}

/** Names that a cell binds which every step repeats, with the last place. */
function repeatedBindings({ cells }: World): ReadonlyMap<Name, Site> {
  const found = new Map<Name, Site>();
  for (const { run } of cells) {
    for (const { value } of run.binds) {
      if (value.by < 0 && value.by !== SKIPPED) {
        found.set(value.name, value.site);
      }
    }
  }
  return found;
}

/** Nobody reads more of them. */
const MOST = 500;

/** Report the names that stayed missing. */
export function reportMissingNames(w: World): void {
  if (w.missing.length === 0) {
    return;
  }
  const broken = w.cells
    .map(({ facts }) => facts)
    .filter(({ problems }) => problems.length > 0)
    .map(mentionsOf);
  // What could not be parsed may have defined it.
  const missing = w.missing.filter(
    ({ name }) => !broken.some(mentions => mentions.has(name))
  );
  reportProbes(w, missing.filter(({ isProbe }) => isProbe).slice(0, MOST));
  reportReads(w, missing.filter(({ isProbe }) => !isProbe).slice(0, MOST));
}

/** A step that looks for a name finds what a cell below it repeats before every step. */
function reportProbes(w: World, probes: readonly Missing[]): void {
  const repeated = probes.length > 0 ? repeatedBindings(w) : null;
  for (const { name, site, body } of probes) {
    const asking = w.byCell[site.cell];
    const made = repeated?.get(name);
    if (asking && made && made.cell > site.cell) {
      reportOnce(w, `DF109 ${name} ${made.cell}`, () =>
        preludeDefinesLater(
          whereOf(w.notebook, made),
          name,
          asking.name,
          whereOf(w.notebook, body),
          moveToStep(w, made)
        )
      );
    }
  }
}

/** Whoever reads these finds nothing. */
function reportReads(w: World, reads: readonly Missing[]): void {
  const everywhere = reads.length > 0 ? firstBindings(w) : null;
  for (const { name, site, body, isCertain, isLater } of reads) {
    const bound = isLater ? everywhere?.get(name) : undefined;
    if (bound && isOfOneStep(w, bound, site)) {
      continue;
    }
    reportOnce(w, `missing ${name} ${site.cell}`, () => {
      const where = whereOf(w.notebook, body);
      const skipped = w.skipped.get(name);
      if (skipped) {
        const isSkipTag = w.notebook.cells[skipped.site.cell]?.role === 'skip';
        const cause = whereOf(w.notebook, skipped.site);
        return nameSkipped(where, name, cause, isSkipTag);
      }
      const below = everywhere?.get(name);
      if (below) {
        const cause = whereOf(w.notebook, below);
        const fixes = moveDefinition(w, site, below);
        return nameDefinedBelow(where, name, cause, isCertain, fixes);
      }
      const similar = similarWord(name, everywhere?.keys() ?? []);
      const fixes = makeParameter(w, name, body);
      return nameUnknown(where, name, similar, isCertain, fixes);
    });
  }
}

/** What a step makes and asks for itself is there by then, or is reported where it asks. */
function isOfOneStep({ byCell }: World, a: Site, b: Site): boolean {
  const step = byCell[a.cell];
  return step !== null && step === byCell[b.cell];
}
