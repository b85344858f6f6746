import { parseCell } from '../../python/parser/parse';
import type { Expr } from '../../python/tree/tree';
import { remember } from '../library/remember';
import { findMethod } from '../replay/calls/classes';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import type { Version } from '../replay/heap/versions';
import type { World } from '../replay/world';

/** Surely something else than a number: a text, a function, a list, a model. */
export function isNoNumber(w: World, version: Version): boolean {
  const { objects, text } = version.value;
  if (text !== null) {
    return true;
  }
  const items = itemsOf(w.heap, objects);
  return (
    items.length > 0 &&
    (items.every(({ kind }) => isCode(kind)) || isBuilt(w, version, items))
  );
}

function isCode(kind: Item['kind']): boolean {
  return kind === 'function' || kind === 'class' || kind === 'iterator';
}

/**
 * The name is bound, for sure, to a display or to what a class gives. Its objects alone do not
 * tell: where a value may also be a number, they are only those that it is otherwise.
 */
function isBuilt(w: World, version: Version, items: readonly Item[]): boolean {
  let made = version;
  while (made.isChanged && made.previous) {
    made = made.previous;
  }
  const { form, may, certainty } = made;
  const value =
    form === 'assign' && !may && certainty === 'certain'
      ? assignedAt(w, made)
      : null;
  return (
    value !== null &&
    (DISPLAYS.has(value.kind) ||
      (isInstantiation(value) && items.every(item => isModel(w, item))))
  );
}

const DISPLAYS: ReadonlySet<Expr['kind']> = new Set([
  'List',
  'Tuple',
  'Set',
  'Dict',
  'ListComp',
  'SetComp',
  'DictComp'
] as const);

/** What stands on the right where a name is all that stands on the left. */
function assignedAt({ notebook }: World, { site }: Version): Expr | null {
  const source = notebook.cells[site.cell]?.cell.source ?? '';
  for (const statement of parseCell(source).body) {
    const isIt =
      statement.kind === 'Assign' &&
      statement.targets.some(
        ({ kind, start }) => kind === 'Name' && start === site.at.start
      );
    if (isIt) {
      return statement.value;
    }
  }
  return null;
}

/** `Ridge(…)` or `Ridge(…).fit(…)` */
function isInstantiation(value: Expr): boolean {
  if (value.kind !== 'Call') {
    return false;
  }
  const { func } = value;
  if (func.kind === 'Attribute' && func.attr === 'fit') {
    return isInstantiation(func.value);
  }
  const name =
    func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return /^_*[A-Z]/.test(name);
}

const isModelPath = remember(path =>
  /^(?:sklearn|xgboost|lightgbm|catboost|(?:tensorflow\.)?keras|torch\.nn)\.|^pandas\.DataFrame$/.test(
    path
  )
);

function isModel(w: World, item: Item): boolean {
  return item.kind === 'instance'
    ? !item.isOpaque && !findMethod(w, item, 'item')
    : isModelPath(item.path);
}
