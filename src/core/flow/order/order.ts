import type { Diagnostic } from '../../diagnostic';
import type { Needs } from '../live/sharing';
import type { World } from '../replay/world';
import type { Edge } from '../types';
import { reportDisagreements } from './disagreements';
import { reduce } from './graph';
import { findReasons, pairKey, type Reason } from './reasons';
import { readTags } from './tags';

/** Which step waits for which. Steps are numbered as in the world. */
export interface Order {
  /** For each step those that it waits for, without transitive ones, in notebook order. */
  readonly after: readonly (readonly number[])[];
  /** All edges, in order of the waiting step. */
  readonly edges: readonly Edge[];
  readonly reasons: ReadonlyMap<string, Reason>;
}

/** Put the steps in order: what the code requires, and what the tags ask for besides. */
export function orderSteps(
  w: World,
  needs: readonly Needs[],
  diagnostics: Diagnostic[]
): Order {
  const tags = readTags(w, diagnostics);
  const reasons = findReasons(w, needs);
  reportDisagreements(w, tags, reasons, needs, diagnostics);
  const before = tags.map(named => new Set(named));
  for (const { from, to } of reasons.values()) {
    before[to]?.add(from);
  }
  const edges = before.flatMap((steps, to) =>
    [...steps]
      .sort((a, b) => a - b)
      .map(from => ({
        from: w.steps[from]?.name ?? '',
        to: w.steps[to]?.name ?? '',
        variables: reasons.get(pairKey(from, to))?.variables ?? [],
        tagged: tags[to]?.has(from) ?? false
      }))
  );
  return { after: reduce({ size: before.length, before }), edges, reasons };
}
