import { createReader } from '../../notebook/reader';
import type { FactsMemo } from '../../python/facts/facts';
import { moduleNames } from '../../python/facts/module-names';
import type { Definition, Name } from '../../python/facts/types';
import { onlyReads } from '../library/file-uses';
import { replay } from '../replay/replay';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { plainParameters, probeOf, unknown, type Probe } from './probe';
import type { FunctionSummary, LocalModules, ModuleSummary } from './types';

/** Longer modules are taken for libraries, whose functions keep to themselves. */
const LONGEST = 300_000;

/**
 * What the functions and classes of a module do, found by replaying a notebook that has the
 * module as its functions cell and calls each of them in steps of their own. `others` are the
 * modules that this one may import.
 */
export function summarise(
  source: string,
  memo: FactsMemo,
  others: LocalModules
): ModuleSummary {
  const { ops } = source.length > LONGEST ? { ops: [] } : memo.get(source);
  const definitions = ops.flatMap(op =>
    op.op === 'define' && op.definition.kind !== 'lambda' ? op.definition : []
  );
  if (definitions.length === 0) {
    return new Map();
  }
  const probe = probeOf(source, definitions);
  const { value } = createReader()(probe.notebook, { name: 'probe' });
  const w = replay(value, memo, null, others);
  const own = moduleNames(memo.get(source)).bound;
  return new Map(
    definitions.map(definition => [
      definition.name,
      summaryOf(w, probe, definition, own)
    ])
  );
}

function summaryOf(
  w: World,
  probe: Probe,
  definition: Definition,
  own: ReadonlySet<Name>
): FunctionSummary {
  const parameters = plainParameters(definition);
  const names = parameters.map(({ name }) => name);
  const texts = new Map(
    parameters.flatMap(({ name, text }) =>
      text === null ? [] : [[name, text]]
    )
  );
  const { withObjects, withTexts } = probe.stepsOf(definition);
  const step = w.steps.find(({ name }) => name === withObjects);
  const texted = w.steps.find(({ name }) => name === withTexts);
  if (!step) {
    return { ...NOTHING_DONE, parameters: names };
  }
  const isOwn = (name: Name) => own.has(name) && name !== definition.name;
  const made = step.finals.current().map(({ name }) => name);
  return {
    parameters: names,
    defaults: texts,
    changes: made.filter(isOwn),
    reads: [...step.uses.keys()].filter(isOwn),
    states: statesOf(step),
    files: filesOf(w, texted ?? step),
    changed: new Set(names.filter(name => made.includes(unknown(name))))
  };
}

/** The figure at hand is none of the module's: whoever draws is told of it by other means. */
function statesOf({ states, stateWrites }: StepRecord) {
  const reads = [...states.values()].map(({ key }) => key);
  // What a generator gave before does not matter to whoever seeds it first.
  const isSeeded = (key: string) =>
    key.startsWith('rng:') && !reads.includes(key);
  const uses: FunctionSummary['states'] = [
    ...reads.map(key => ({ key, mode: 'read' as const })),
    ...[...stateWrites.keys()].map(key => ({
      key,
      mode: isSeeded(key) ? ('reset' as const) : ('write' as const)
    }))
  ];
  return uses.filter(({ key }) => !key.startsWith('fig:'));
}

/** Reading what it has written itself concerns nobody. */
function filesOf(w: World, { index }: StepRecord): FunctionSummary['files'] {
  const files = w.files.filter(({ step }) => step === index);
  const written = new Set(
    files.flatMap(({ key, mode }) => (onlyReads(mode) ? [] : key))
  );
  return files
    .filter(({ key, mode }) => !onlyReads(mode) || !written.has(key))
    .map(({ key, mode }) => ({ path: key, mode }));
}

const NOTHING_DONE: FunctionSummary = {
  changes: [],
  reads: [],
  states: [],
  files: [],
  parameters: [],
  defaults: new Map(),
  changed: new Set()
};
