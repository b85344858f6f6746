import type { CellId, RoledCell } from '../../notebook/types';
import { importsLazyAnnotations } from '../../python/facts/imports';

const known = new WeakMap<RoledCell, boolean>();

/**
 * Cells below a cell of their process with `from __future__ import annotations`: each process has
 * those that every step repeats, and those of its own step.
 */
export function lazilyAnnotated(
  cells: readonly RoledCell[]
): ReadonlySet<CellId> {
  const found = new Set<CellId>();
  const steps = new Set<string | null>();
  let isEverywhere = false;
  for (const roled of cells) {
    const { cell, step, role } = roled;
    if (isEverywhere || (step !== null && steps.has(step))) {
      found.add(cell.id);
    }
    if (isImporting(roled)) {
      isEverywhere ||= role === 'imports' || role === 'functions';
      steps.add(step);
    }
  }
  return found;
}

function isImporting(roled: RoledCell): boolean {
  const before = known.get(roled);
  const now = before ?? importsLazyAnnotations(roled.cell.source);
  if (before === undefined) {
    known.set(roled, now);
  }
  return now;
}
