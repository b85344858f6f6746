import type { Where } from '../../diagnostic';
import type { Name } from '../../python/facts/types';
import { whereOf, whereOfCell } from '../replay/places';
import type { Site, Version } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import type { Link, LinkKind } from './types';

/** A link for a place in the code. */
export function linkAt(w: World, site: Site, kind: LinkKind): Link {
  const source = w.notebook.cells[site.cell]?.cell.source ?? '';
  const where = whereOf(w.notebook, site);
  const line = source.split('\n', where.start?.line)[
    (where.start?.line ?? 1) - 1
  ];
  return {
    kind,
    where,
    step: w.byCell[site.cell]?.name ?? null,
    text: line?.trim() ?? ''
  };
}

/** A link for a whole cell. */
export function linkToCell(w: World, cell: string, kind: LinkKind): Link {
  const place = w.notebook.cells.findIndex(one => one.cell.id === cell);
  const where: Where = whereOfCell(w.notebook, place);
  return { kind, where, step: w.byCell[place]?.name ?? null, text: '' };
}

/** The line that made a version, or changed its object. */
export function linkOf(w: World, version: Version): Link {
  return linkAt(w, version.site, version.isChanged ? 'changed' : 'made');
}

/** The lines that make a value what it is, in the order of the notebook. */
export function history(w: World, version: Version): Link[] {
  const links: Link[] = [];
  let next: Version | null = nowOf(w, version);
  while (next && next.form !== 'unbound') {
    const link = linkOf(w, next);
    const [later] = links;
    if (!later || !isSameLine(later.where, link.where)) {
      links.unshift(link);
    } else if (link.kind === 'made') {
      // What is made and changed on one line is made there.
      links[0] = link;
    }
    const isWhole: boolean = !next.isChanged && next.certainty === 'certain';
    next = isWhole ? null : next.previous;
  }
  return links;
}

/**
 * The version that stands for this one now. A cell that was not replayed may have noted one that
 * was replaced by its like, whose links to versions before it are out of date.
 */
function nowOf(w: World, version: Version): Version {
  const { name, order } = version;
  for (let next = w.env.get(name) ?? null; next; next = next.previous) {
    if (next.order === order) {
      return next;
    }
  }
  return version;
}

/** The first use of a name in a step; for what it only hands on, its first cell. */
export function useOf(w: World, step: StepRecord, name: Name): Link {
  const use = step.uses.get(name);
  const first = step.cells[0]?.cell.id ?? '';
  return use ? linkAt(w, use.site, 'read') : linkToCell(w, first, 'read');
}

function isSameLine(a: Where, b: Where): boolean {
  return a.cell === b.cell && a.start?.line === b.start?.line;
}
