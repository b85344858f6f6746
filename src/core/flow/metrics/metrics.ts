import type { Diagnostic } from '../../diagnostic';
import { metricNotNumber } from '../../messages/parameters';
import { parseCell } from '../../python/parser/parse';
import type { Needs } from '../live/sharing';
import { whereOf } from '../replay/places';
import { PRELUDE, type Version } from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { METRICS_STEP } from '../../notebook/types';
import type { Metric } from '../types';
import { isNoNumber } from './numbers';
import { readMetricsCells, type Shown } from './statements';

export interface Metrics {
  readonly metrics: readonly Metric[];
  /** The metrics cell only shows what steps made, so it needs no process of its own. */
  readonly isVirtual: boolean;
}

/** The metrics of a notebook, each with the step that gave its value last. */
export function findMetrics(
  w: World,
  needs: readonly Needs[],
  diagnostics: Diagnostic[]
): Metrics {
  const step = w.steps.find(({ name }) => name === METRICS_STEP);
  if (!step) {
    return { metrics: [], isVirtual: true };
  }
  const bodies = step.cells.map(roled => ({
    cell: w.notebook.cells.indexOf(roled),
    body: parseCell(roled.cell.source).body
  }));
  const { shown, computed, isPlain } = readMetricsCells(bodies);
  const values = shown.length > 0 || isPlain ? shown : computed;
  const found = values.map(item => {
    const version = valueOf(w, item);
    return { ...item, version, giver: version && giverOf(needs, version) };
  });
  const isVirtual =
    isPlain && found.every(({ version, giver }) => !version || giver);
  for (const { name, version, site } of found) {
    if (version && isNoNumber(w, version)) {
      diagnostics.push(metricNotNumber(whereOf(w.notebook, site), name));
    }
  }
  return {
    isVirtual,
    metrics: found.flatMap(({ name, variable, version, giver }) =>
      version ? [{ name, variable, step: giver?.name ?? METRICS_STEP }] : []
    )
  };
}

/** The step that has the value when it ends: the one that made it, or the last that has it too. */
function giverOf(
  needs: readonly Needs[],
  { name, by }: Version
): StepRecord | null {
  if (by >= 0) {
    return needs[by]?.step ?? null;
  }
  const having = needs.filter(
    ({ step, parameters }) =>
      step.name !== METRICS_STEP && (by === PRELUDE || parameters.has(name))
  );
  return having[having.length - 1]?.step ?? null;
}

function valueOf(w: World, { variable }: Shown): Version | null {
  const version = w.env.get(variable);
  return version && version.form !== 'unbound' ? version : null;
}
