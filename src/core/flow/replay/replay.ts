import { changeSkipped } from '../../messages/names';
import type { Notebook, RoledCell } from '../../notebook/types';
import type { FactsMemo } from '../../python/facts/facts';
import type { Op, Statement } from '../../python/facts/types';
import { METRICS_STEP } from '../types';
import { ATOMIC, type Abstract } from './objects';
import { whereOf } from './places';
import { runOps } from './run';
import {
  PARAMETERS,
  PRELUDE,
  SKIPPED,
  type Maker,
  type Replica,
  type Version
} from './versions';
import {
  CALL_BUDGET,
  createWorld,
  reportOnce,
  type StepRecord,
  type World
} from './world';

/**
 * Go through all cells in notebook order, keeping for each name who made its value last. What
 * each step reads, makes and changes is in its record afterwards.
 */
export function replay(notebook: Notebook, memo: FactsMemo): World {
  const w = createWorld(notebook, memo);
  const byName = new Map<string, StepRecord>();
  for (const { name } of notebook.steps) {
    byName.set(name, addStep(w, name));
  }
  if (notebook.cells.some(({ role }) => role === 'metrics')) {
    byName.set(METRICS_STEP, addStep(w, METRICS_STEP));
  }
  notebook.cells.forEach((cell, index) => {
    w.traces.push({ reads: new Map(), writes: new Set() });
    runCell(w, cell, index, byName);
  });
  return w;
}

function addStep(w: World, name: string): StepRecord {
  const step: StepRecord = {
    index: w.steps.length,
    name,
    cells: [],
    first: -1,
    uses: new Map(),
    finals: new Map(),
    changed: new Set(),
    compared: new Set(),
    states: new Map(),
    stateWrites: new Map(),
    mentions: new Set()
  };
  w.steps.push(step);
  return step;
}

function runCell(
  w: World,
  cell: RoledCell,
  index: number,
  byName: ReadonlyMap<string, StepRecord>
): void {
  const { role, step: name } = cell;
  const isMetrics = role === 'metrics';
  const step = byName.get(isMetrics ? METRICS_STEP : (name ?? '')) ?? null;
  w.step = step;
  if (step) {
    step.cells.push(cell);
    step.first = step.first < 0 ? index : step.first;
  }
  w.maker = step ? step.index : makerOf(role);
  w.cell = index;
  w.shadow = w.maker === SKIPPED ? new Map() : null;
  runSource(w, cell, index);
  w.shadow = null;
  w.step = null;
}

function makerOf(role: RoledCell['role']): Maker {
  switch (role) {
    case 'imports':
    case 'functions':
      return PRELUDE;
    case 'parameters':
      return PARAMETERS;
    default:
      return SKIPPED;
  }
}

function runSource(w: World, { cell }: RoledCell, index: number): void {
  const facts = w.memo.get(cell.source);
  w.facts = facts;
  w.budget = CALL_BUDGET;
  const values: Abstract[] = new Array(facts.values).fill(ATOMIC);
  const act = {
    values,
    frames: [],
    cell: index,
    definition: null,
    orderAt: []
  };
  runOps(w, act, facts.ops, op => begin(w, op, facts.statements));
  w.replica = null;
}

/** A new top-level statement: from here on what is bound may be repeated with it. */
function begin(w: World, op: Op, statements: readonly Statement[]): void {
  if (op.op !== 'begin') {
    return;
  }
  const statement = statements[op.statement];
  w.replica = null;
  if (!statement || w.maker === SKIPPED) {
    return;
  }
  const { replica: kind, isStar } = statement;
  const isParameter = w.maker === PARAMETERS;
  if (kind || isParameter || w.maker === PRELUDE) {
    const replica: Replica = {
      kind: kind ?? 'parameter',
      cell: w.cell,
      statement: op.statement,
      by: w.maker,
      names: new Set(),
      needs: new Map(),
      absent: new Set(),
      isStar,
      isImpure: false
    };
    w.replica = replica;
  }
}

/** Changes by cells that do not run, of values that a step reads afterwards. */
export function reportSkippedChanges(w: World): void {
  for (const [name, { site, isNew, version }] of w.skipped) {
    if (isNew || !version || w.notebook.cells[site.cell]?.role !== 'skip') {
      continue;
    }
    const reader = w.steps.find(step =>
      readsAfter(step, name, version, site.cell)
    );
    if (reader) {
      const maker = w.steps[version.by]?.name ?? 'the imports';
      reportOnce(w, `DF304 ${name} ${site.cell}`, () =>
        changeSkipped(whereOf(w.notebook, site), name, maker)
      );
    }
  }
}

function readsAfter(
  step: StepRecord,
  name: string,
  version: Version,
  cell: number
): boolean {
  const use = step.uses.get(name);
  return use !== undefined && use.entry === version && use.site.cell > cell;
}
