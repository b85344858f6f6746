import type { CellFacts, Definition, Name, Op } from './types';

/** Names of the notebook that a cell binds and reads, at its top level or in its functions. */
export interface ModuleNames {
  readonly bound: ReadonlySet<Name>;
  readonly read: ReadonlySet<Name>;
}

/** The names in facts, as the interpreter can confirm them. */
export function moduleNames({ ops }: CellFacts): ModuleNames {
  const bound = new Set<Name>();
  const read = new Set<Name>();
  collect(ops, bound, read);
  return { bound, read };
}

function collect(ops: readonly Op[], bound: Set<Name>, read: Set<Name>): void {
  for (const op of ops) {
    if (op.op === 'read') {
      read.add(op.name);
    } else if (
      op.op === 'unbind' ||
      (op.op === 'bind' && op.form !== 'display')
    ) {
      bound.add(op.name);
    } else if (op.op === 'define') {
      collectDefinition(op.definition, bound, read);
    } else if (op.op === 'never') {
      collect(op.ops, bound, read);
    }
  }
}

function collectDefinition(
  { ops, methods }: Definition,
  bound: Set<Name>,
  read: Set<Name>
): void {
  collect(ops, bound, read);
  methods.forEach(method => collectDefinition(method, bound, read));
}

const KNOWN = new WeakMap<CellFacts, ReadonlySet<Name>>();

/**
 * Names of the notebook that a cell reads or binds anywhere. Few cells are ever asked for them,
 * so they are collected when somebody asks, and kept as long as the facts.
 */
export function mentionsOf(facts: CellFacts): ReadonlySet<Name> {
  const known = KNOWN.get(facts);
  if (known) {
    return known;
  }
  const found = new Set<Name>();
  collectMentions(facts.ops, found);
  KNOWN.set(facts, found);
  return found;
}

function collectMentions(ops: readonly Op[], found: Set<Name>): void {
  for (const op of ops) {
    if (op.op === 'read' || op.op === 'bind') {
      found.add(op.name);
    } else if (op.op === 'define') {
      mentionsIn(op.definition, found);
    } else if (op.op === 'never') {
      collectMentions(op.ops, found);
    }
  }
}

function mentionsIn({ ops, methods }: Definition, found: Set<Name>): void {
  collectMentions(ops, found);
  methods.forEach(method => mentionsIn(method, found));
}
