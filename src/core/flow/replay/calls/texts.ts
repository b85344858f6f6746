import type { CellFacts, Op } from '../../../python/facts/types';
import type { Activation } from './activation';
import { ATOMIC, type Abstract } from '../heap/values';
import { runOps } from '../run';
import type { Site } from '../heap/versions';
import type { World } from '../world';

/** Code given as constant text, run where it stands. The value is that of the last expression. */
export function runText(
  w: World,
  act: Activation,
  text: string,
  site: Site,
  isExpression: boolean
): Abstract {
  const facts: CellFacts = w.memo.get(text);
  const values: Abstract[] = new Array(facts.values).fill(ATOMIC);
  const { replica } = w;
  w.replica = null;
  const inner: Activation = {
    values,
    frames: act.frames,
    cell: site.cell,
    definition: act.definition,
    orders: []
  };
  const last = facts.ops[facts.ops.length - 1];
  const isShown = last?.op === 'bind' && last.form === 'display';
  const ops = facts.ops.filter(op => !(op === last && isShown));
  runOps(
    w,
    inner,
    ops.map(op => at(op, site))
  );
  w.replica = replica;
  return isExpression && isShown ? (values[last.value] ?? ATOMIC) : ATOMIC;
}

/** The same operation at the place of the call that runs the text. */
function at(op: Op, site: Site): Op {
  return 'at' in op ? { ...op, at: site.at } : op;
}
