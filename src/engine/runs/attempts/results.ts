import { v7 as newId } from 'uuid';

import type { PipelineStep } from '../../../core/pipeline/types';
import { floatJson } from '../../floats';
import type { Statement } from '../../store/committer';
import { refer } from '../../store/objects';
import type { Store } from '../../store/store';
import { deltaToJson, objectsOf } from '../../trees/delta';
import type { Outcome } from './outcome';
import { insert } from '../rows';

/**
 * What a step leaves for others: its variables, its tree, its metrics. The files are in the
 * store when this resolves; the statements make them known, in one transaction with the step's
 * success.
 */
export async function keepResult(
  store: Store,
  step: PipelineStep,
  { heard, delta, variables, seconds }: Extract<Outcome, { state: 'done' }>,
  report: string | null
): Promise<{ readonly id: string; readonly statements: Statement[] }> {
  const id = newId();
  const now = Date.now();
  const tree = await store.objects.put(deltaToJson(delta));
  const objects = [...variables, tree, ...objectsOf(delta)];
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  return {
    id,
    statements: [
      ...refer(`result:${id}`, objects, now),
      insert('result', {
        id,
        fingerprint: step.fingerprint,
        tree: tree.digest,
        variables: JSON.stringify(heard.variables),
        metrics: floatJson(heard.metrics, heard.floats),
        report,
        seconds,
        bytes,
        state: 'good',
        created: now,
        used: now
      })
    ]
  };
}
