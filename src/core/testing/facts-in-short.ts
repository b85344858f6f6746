import { factsOf } from '../python/facts/facts';
import type { Definition, Op } from '../python/facts/types';

/** What a cell does with names when it runs, in order: `read a`, `bind b assign certain`. */
export function namesOf(source: string): readonly string[] {
  return factsOf(source).ops.flatMap(inShort);
}

function inShort(op: Op): readonly string[] {
  if (op.op === 'read') {
    const how = [op.probe ? 'probe' : '', op.inside ? 'inside' : ''];
    return [['read', op.name, ...how.filter(word => word)].join(' ')];
  }
  if (op.op === 'bind') {
    return op.form === 'display'
      ? []
      : [`bind ${op.name} ${op.form} ${op.certainty}`];
  }
  if (op.op === 'unbind') {
    return [`unbind ${op.name} ${op.certain ? 'certain' : 'may'}`];
  }
  if (op.op === 'assure') {
    const asked = [...op.builtins, ...op.filled.map(() => 'filled')];
    const on = asked.length > 0 ? [`if ${asked.join()}`] : [];
    return [['assure', op.name, op.certainty, ...on].join(' ')];
  }
  return [];
}

/** Names of the notebook that functions of a cell read and bind when they are called, sorted. */
export function freeNamesOf(source: string): {
  readonly reads: readonly string[];
  readonly binds: readonly string[];
} {
  const reads = new Set<string>();
  const binds = new Set<string>();
  const visit = ({ ops, methods }: Pick<Definition, 'ops' | 'methods'>) => {
    for (const op of ops) {
      if (op.op === 'read') {
        reads.add(op.name);
      } else if (op.op === 'bind' || op.op === 'unbind') {
        binds.add(op.name);
      }
    }
    definitionsIn(ops).forEach(visit);
    methods.forEach(visit);
  };
  definitionsIn(factsOf(source).ops).forEach(visit);
  return { reads: [...reads].sort(), binds: [...binds].sort() };
}

function definitionsIn(ops: readonly Op[]): readonly Definition[] {
  return ops.flatMap(op => (op.op === 'define' ? [op.definition] : []));
}

/** Names that a cell or a function in it reads from the notebook, sorted. */
export function readsOf(source: string): readonly string[] {
  const own = factsOf(source).ops.flatMap(op =>
    op.op === 'read' && !op.inside ? [op.name] : []
  );
  return [...new Set([...own, ...freeNamesOf(source).reads])].sort();
}
