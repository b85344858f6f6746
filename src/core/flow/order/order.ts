import { isSameList } from '../../same-data';
import type { Diagnostic } from '../../diagnostic';
import type { Needs } from '../live/sharing';
import type { World } from '../replay/world';
import type { Edge } from '../types';
import { reportDisagreements } from './disagreements';
import { reduce } from './graph';
import { findReasons, pairKey, type Reason } from './reasons';
import { readTags, type TagOrder } from './tags';
import { fileArrows } from './file-order';

/** Which step waits for which. Steps are numbered as in the world. */
export interface Order {
  /** For each step those that it waits for, without transitive ones, in notebook order. */
  readonly after: readonly (readonly number[])[];
  /** Edges, in order of the waiting step; those for files alone without transitive ones. */
  readonly edges: readonly Edge[];
  readonly reasons: ReadonlyMap<number, Reason>;
}

/** The order found last, with all that it follows from. */
export interface OrderMemory {
  last: { readonly of: readonly unknown[]; readonly order: Order } | null;
}

/** Put the steps in order: what the code requires, and what the tags ask for besides. */
export function orderSteps(
  w: World,
  needs: readonly Needs[],
  memory: OrderMemory,
  diagnostics: Diagnostic[]
): Order {
  const tags = readTags(w, diagnostics);
  const states = w.steps.flatMap(step => [...step.states.values()]);
  const of = [w.notebook.steps, fileArrows(w.files), ...needs, ...states];
  const { last } = memory;
  const known = last && isSameList(last.of, of) ? last.order : null;
  const reasons = known?.reasons ?? findReasons(w, needs);
  reportDisagreements(w, tags, reasons, needs, diagnostics);
  const order = known ?? orderBy(w, tags, reasons);
  memory.last = { of, order };
  return order;
}

function orderBy(w: World, tags: TagOrder, reasons: Order['reasons']): Order {
  const before = tags.map(named => new Set(named));
  for (const { from, to } of reasons.values()) {
    before[to]?.add(from);
  }
  const after = reduce({ size: before.length, before });
  const isTold = (from: number, to: number): boolean =>
    !isForFiles(reasons.get(pairKey(from, to))) ||
    (tags[to]?.has(from) ?? false) ||
    (after[to]?.includes(from) ?? false);
  const edges = before.flatMap((steps, to) =>
    [...steps]
      .filter(from => isTold(from, to))
      .sort((a, b) => a - b)
      .map(from => ({
        from: w.steps[from]?.name ?? '',
        to: w.steps[to]?.name ?? '',
        variables: reasons.get(pairKey(from, to))?.variables ?? [],
        tagged: tags[to]?.has(from) ?? false
      }))
  );
  return { after, edges, reasons };
}

/** Nothing is handed on, so that waiting through others is all that is needed. */
function isForFiles(reason: Reason | undefined): boolean {
  return (
    reason !== undefined && reason.variables.length + reason.states.length === 0
  );
}
