import type { Fix } from '../../diagnostic';
import { fixTitles } from '../../messages/fixes';
import type { Name } from '../../python/facts/types';
import type { Expr } from '../../python/tree/tree';
import { itemsOf } from '../replay/heap/objects';
import type { Site, Version } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import {
  boundBy,
  cut,
  editOf,
  freeName,
  lastWhere,
  linesAt,
  mentions,
  putBefore,
  putFirst,
  putLast,
  sourceOf,
  treeOf
} from './lines';

/**
 * Moves a statement out of a cell that every step repeats, into the next step below (DF107, DF108,
 * DF109) or, where there is none, the last one above. Not where such cells need what it makes.
 */
export function moveToStep(w: World, site: Site): Fix[] {
  const lines = linesAt(w, site);
  if (!lines || isNeededBelow(w, site.cell, lines.end, boundBy(w, lines))) {
    return [];
  }
  const { cells } = w.notebook;
  const below = cells.findIndex(
    ({ role }, i) => i > site.cell && role === 'step'
  );
  const target =
    below >= 0
      ? below
      : lastWhere(cells, ({ role }, i) => i < site.cell && role === 'step');
  const step = cells[target]?.step;
  const put =
    below >= 0
      ? putFirst(w, below, lines.text)
      : putLast(w, target, lines.text);
  return step && put
    ? [{ title: fixTitles.moveToStep(step), edits: [cut(w, lines), put] }]
    : [];
}

/** True when a repeated statement below mentions one of the names. */
function isNeededBelow(
  w: World,
  cell: number,
  end: number,
  names: readonly Name[]
): boolean {
  return w.notebook.cells.some(({ role, cell: { source } }, i) => {
    const isRepeated =
      role === 'imports' || role === 'functions' || role === 'parameters';
    const text = i === cell ? source.slice(end) : source;
    return isRepeated && i >= cell && mentions(text, names);
  });
}

/** Gives a name a value that only some branch defines (DF302). */
export function defineBefore(w: World, version: Version): Fix[] {
  let oldest = version;
  for (let next: Version | null = version; next; next = next.may) {
    if (next.form === 'unbound' || next.form === 'dynamic') {
      return [];
    }
    oldest = next;
  }
  const lines = linesAt(w, oldest.site);
  const { name } = version;
  return lines && oldest.by >= 0
    ? [
        {
          title: fixTitles.defineBefore(name),
          edits: [putBefore(w, lines, `${name} = None`)]
        }
      ]
    : [];
}

/** Takes a `del` away that deletes nothing else (DF305). */
export function keepValue(w: World, { name, site }: Version): Fix[] {
  const lines = linesAt(w, site);
  return lines?.text === `del ${name}`
    ? [{ title: fixTitles.keepValue(name), edits: [cut(w, lines)] }]
    : [];
}

/** The value that a statement assigns to one name, and nothing else. */
function assigned(w: World, site: Site, name: Name): Expr | null {
  const lines = linesAt(w, site);
  const tree = lines && treeOf(w, lines);
  if (tree?.kind !== 'Assign' || tree.targets.length !== 1) {
    return null;
  }
  const [target] = tree.targets;
  return target?.kind === 'Name' && target.id === name ? tree.value : null;
}

/** Where the version was bound, whatever was changed since. */
function bindingOf(version: Version): Version {
  let next = version;
  while (next.isChanged && next.previous) {
    next = next.previous;
  }
  return next;
}

/** A copy in place of a view (DF403). */
export function copyView(w: World, version: Version): Fix[] {
  const { site } = bindingOf(version);
  const value = assigned(w, site, version.name);
  if (!value) {
    return [];
  }
  const isAtom = ['Call', 'Attribute', 'Subscript', 'Name'].includes(
    value.kind
  );
  const text = sourceOf(w, site.cell).slice(value.start, value.end);
  const copy = isAtom ? `${text}.copy()` : `(${text}).copy()`;
  const edit = editOf(w, site.cell, value.start, value.end, copy);
  return [{ title: fixTitles.copyView(version.name), edits: [edit] }];
}

/** Kinds that can be made anew from their source without losing anything. */
const REBUILT: ReadonlySet<string> = new Set([
  'database connection',
  'network connection',
  'lock',
  'executor',
  'open file'
]);

/** For values that cannot be handed on (DF701): a list, or the same made again. */
export function hazardFixes(
  w: World,
  version: Version,
  kind: string,
  reader: StepRecord
): Fix[] {
  const { name, site } = version;
  const value = version.isChanged ? null : assigned(w, site, name);
  const lines = linesAt(w, site);
  const isItself = itemsOf(w.heap, version.value.objects).some(
    ({ hazard, path }) => hazard === kind && !path.endsWith('.cursor')
  );
  if (!value || !lines || !isItself) {
    return [];
  }
  const text = sourceOf(w, site.cell).slice(value.start, value.end);
  if (kind === 'generator' && !/itertools|\bcount\(|\bcycle\(/.test(text)) {
    const inner =
      value.kind === 'GeneratorExp' && text.startsWith('(')
        ? text
        : `(${text})`;
    const edit = editOf(w, site.cell, value.start, value.end, `list${inner}`);
    return [{ title: fixTitles.makeList(), edits: [edit] }];
  }
  const isSame =
    REBUILT.has(kind) &&
    value.kind === 'Call' &&
    !/:memory:|connect\(\s*\)/.test(text) &&
    !(kind === 'open file' && /,/.test(text));
  const use = reader.uses.get(name);
  const place = isSame && use ? linesAt(w, use.site) : null;
  return place && w.notebook.cells[place.cell]?.role === 'step'
    ? [
        {
          title: fixTitles.rebuildIn(reader.name),
          edits: [putBefore(w, place, lines.text)]
        }
      ]
    : [];
}

/** Names the result that a step reads as `_` (DF604). */
export function nameResult(w: World, version: Version, use: Site): Fix[] {
  const shown = linesAt(w, version.site);
  const source = sourceOf(w, use.cell);
  const reads = w.cells.flatMap(({ facts }) =>
    facts.ops.filter(op => op.op === 'read' && op.name === version.name)
  );
  const isHere = source.slice(use.at.start, use.at.end) === version.name;
  if (!shown || reads.length !== 1 || !isHere || use.cell === shown.cell) {
    return [];
  }
  const name = freeName(w, 'result');
  return [
    {
      title: fixTitles.nameResult(name),
      edits: [
        editOf(
          w,
          shown.cell,
          shown.start,
          shown.start + shown.text.length,
          `${name} = ${shown.text}\n${name}`
        ),
        editOf(w, use.cell, use.at.start, use.at.end, name)
      ]
    }
  ];
}

/** `%run tools.py` as an import of all its names (DF603). */
export function importRun(w: World, site: Site): Fix[] {
  const lines = linesAt(w, site);
  const found =
    lines && /^%run\s+(?:-i\s+)?(\w+)(?:\.py)?\s*$/.exec(lines.text);
  const module = found?.[1];
  return lines && module
    ? [
        {
          title: fixTitles.importModule(module),
          edits: [
            editOf(
              w,
              lines.cell,
              lines.start,
              lines.start + lines.text.length,
              `from ${module} import *`
            )
          ]
        }
      ]
    : [];
}
