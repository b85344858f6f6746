import { METRICS_STEP, type RoledCell } from '../../notebook/types';
import { createLog } from './heap/logs';
import { Versions } from './heap/versions';
import type { StepRecord } from './records';
import type { World } from './world';

/** Make the records of the steps where they are missing, and give them their cells. */
export function declareSteps(w: World, names: readonly string[]): void {
  const byName = new Map<string, StepRecord>();
  for (const name of names) {
    const step = w.steps[byName.size] ?? addStep(w, name);
    step.cells = [];
    step.first = -1;
    step.last = -1;
    byName.set(name, step);
  }
  const byCell: (StepRecord | null)[] = [];
  const prelude: number[] = [];
  const parameters: number[] = [];
  w.notebook.cells.forEach((cell, place) => {
    const name = cell.role === 'metrics' ? METRICS_STEP : (cell.step ?? '');
    const step = byName.get(name) ?? null;
    if (step) {
      step.first = step.cells.length === 0 ? place : step.first;
      step.last = place;
      step.cells.push(cell);
    }
    byCell.push(step);
    if (cell.role === 'imports' || cell.role === 'functions') {
      prelude.push(place);
    } else if (cell.role === 'parameters') {
      parameters.push(place);
    }
  });
  w.byCell = byCell;
  w.places = { prelude, parameters };
}

function addStep(w: World, name: string): StepRecord {
  const step: StepRecord = {
    index: w.steps.length,
    name,
    cells: [],
    first: -1,
    last: -1,
    uses: new Map(),
    finals: new Versions(),
    changed: new Set(),
    compared: new Set(),
    states: new Map(),
    stateWrites: new Map(),
    log: createLog(true)
  };
  w.steps.push(step);
  return step;
}

/**
 * Give the steps their cells as they are now, where all cells have the parts that they had before;
 * `false` where they have not, and the steps have to be declared anew.
 */
export function exchangeCells(
  { notebook: { cells }, byCell }: World,
  before: readonly RoledCell[]
): boolean {
  if (cells.length !== before.length) {
    return false;
  }
  for (let i = 0; i < cells.length; i++) {
    const [old, now] = [before[i], cells[i]];
    if (!old || !now || !hasSamePart(old, now)) {
      return false;
    }
    const step = byCell[i];
    if (step && old !== now) {
      step.cells[step.cells.indexOf(old)] = now;
    }
  }
  return true;
}

/** Cells of the same role and step, as most are that are edited. */
export function hasSamePart(
  old: RoledCell | undefined,
  now: RoledCell
): boolean {
  return old === now || (old?.role === now.role && old.step === now.step);
}
