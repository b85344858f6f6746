import { factsOf } from '../../core/python/facts/facts';
import type { Op } from '../../core/python/facts/ops';
import type { BindForm } from '../../core/python/facts/types';

/** Names that a cell gives a value to, deletes or stores into as it runs. */
export function boundIn(source: string): readonly string[] {
  return factsOf(source).ops.flatMap((op: Op) => {
    const isBound =
      (op.op === 'bind' && !NO_VARIABLES.has(op.form)) ||
      op.op === 'unbind' ||
      (op.op === 'read' && op.isTarget === true);
    return isBound ? op.name : [];
  });
}

const NO_VARIABLES: ReadonlySet<BindForm> = new Set([
  'import',
  'function',
  'class',
  'display',
  'except'
]);

/** Names that a cell gives to modules and what is in them, whichever way it takes. */
export function importedIn(source: string): readonly string[] {
  return factsOf(source).ops.flatMap((op: Op) =>
    op.op === 'bind' && op.form === 'import' && op.certainty === 'certain'
      ? op.name
      : []
  );
}
