import type { RoledCell } from '../../notebook/types';
import type { BeginOp, CellFacts, Statement } from '../../python/facts/types';
import { type CellRun } from './heap/journal';
import { reach } from './heap/logs';
import { beginRun } from './heap/heap';
import { type Abstract } from './heap/values';
import { NOTHING } from './heap/sets';
import { changeLearned } from './learned';
import { runOps } from './run';
import {
  ORDER_STRIDE,
  PARAMETERS,
  PRELUDE,
  SKIPPED,
  type Maker,
  type Replica,
  type Version
} from './heap/versions';
import { CALL_BUDGET, type World } from './world';

/** A cell whose turn it is. */
export interface Next {
  readonly cell: RoledCell;
  readonly index: number;
  readonly facts: CellFacts;
}

/** Replay one cell with what it needs to know of its place. */
export function runCell(
  w: World,
  { cell: { role }, index, facts }: Next,
  run: CellRun
): void {
  beginRun(w.heap, run);
  const step = w.byCell[index] ?? null;
  reach(w.heap, step?.log);
  const maker = step ? step.index : makerOf(role);
  w.step = step;
  w.maker = maker;
  w.shadow = maker === SKIPPED ? new Map<string, Version>() : null;
  w.site = { cell: index, at: { start: 0, end: 0 } };
  w.cell = index;
  w.facts = facts;
  w.order = index * ORDER_STRIDE;
  w.context = 'top';
  w.guards = 0;
  w.budget = CALL_BUDGET;
  w.thrown = NOTHING;
  // Emptying what is empty is not free.
  if (w.calls.size > 0) {
    w.calls.clear();
  }
  if (w.used.size > 0) {
    w.used.clear();
  }
  runFacts(w, facts, index);
  changeLearned(w, w.site);
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

function runFacts(w: World, facts: CellFacts, cell: number): void {
  const values: Abstract[] = new Array<Abstract>(facts.values);
  const act = { values, frames: [], cell, definition: null, orders: [] };
  runOps(w, act, facts.ops, op => begin(w, op, facts.statements));
  w.replica = null;
}

/** A new top-level statement: from here on what is bound may be repeated with it. */
function begin(w: World, op: BeginOp, statements: readonly Statement[]): void {
  const statement = statements[op.statement];
  w.replica = null;
  if (!statement || w.maker === SKIPPED) {
    return;
  }
  const { replica: kind, isConditional } = statement;
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
      isConditional,
      isImpure: false
    };
    w.replica = replica;
  }
}
