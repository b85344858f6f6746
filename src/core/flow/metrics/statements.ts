import type { Assign, Expr, Name, Place, Stmt } from '../../python/tree/tree';
import type { Site } from '../replay/heap/versions';

/** A value that a metrics cell shows: `variable` is what holds it. */
export interface Shown {
  readonly name: string;
  readonly variable: string;
  readonly site: Site;
}

/** A metrics cell, parsed; `cell` is its position among the code cells. */
export interface MetricsCell {
  readonly cell: number;
  readonly body: readonly Stmt[];
}

/** What the metrics cells show, and whether they do more than showing. */
export interface Shows {
  readonly shown: readonly Shown[];
  /** Names that they bind to something computed, in order; they count when nothing is shown. */
  readonly computed: readonly Shown[];
  readonly isPlain: boolean;
}

/**
 * Read metrics cells: `print(x)`, `print("label", x)`, `print(f"… {x:.2f}")`, a bare `x` and
 * `y = x` show values; everything else computes.
 */
export function readMetricsCells(cells: readonly MetricsCell[]): Shows {
  const reader: Reader = {
    shown: new Map(),
    computed: new Map(),
    aliases: new Map(),
    isPlain: true
  };
  for (const { cell, body } of cells) {
    body.forEach(stmt => readStatement(reader, cell, stmt));
  }
  const { shown, computed, isPlain } = reader;
  const [first] = cells;
  const site = { cell: first?.cell ?? 0, at: first?.body[0] ?? NOWHERE };
  // Without anything shown, `y = x` itself names a metric.
  const aliases = [...reader.aliases].map(([name, variable]) => ({
    name,
    variable,
    site
  }));
  return {
    shown: shown.size > 0 ? [...shown.values()] : aliases,
    computed: [...computed.values()],
    isPlain
  };
}

const NOWHERE: Place = { start: 0, end: 0 };

interface Reader {
  readonly shown: Map<string, Shown>;
  readonly computed: Map<string, Shown>;
  readonly aliases: Map<string, string>;
  isPlain: boolean;
}

function readStatement(reader: Reader, cell: number, stmt: Stmt): void {
  switch (stmt.kind) {
    case 'Expr': {
      const { names, isPlain } = shownBy(stmt.value);
      reader.isPlain &&= isPlain;
      for (const { id, start, end } of names) {
        const variable = reader.aliases.get(id) ?? id;
        const site = { cell, at: { start, end } };
        reader.shown.set(id, { name: id, variable, site });
      }
      return;
    }
    case 'Assign':
      readAssignment(reader, cell, stmt);
      return;
    case 'Pass':
      return;
    default:
      reader.isPlain = false;
  }
}

function readAssignment(
  reader: Reader,
  cell: number,
  { targets, value }: Assign
): void {
  const { aliases, computed } = reader;
  for (const target of targets) {
    if (target.kind === 'Name' && value.kind === 'Name') {
      aliases.set(target.id, aliases.get(value.id) ?? value.id);
      continue;
    }
    reader.isPlain = false;
    if (target.kind === 'Name') {
      const { id, start, end } = target;
      const site = { cell, at: { start, end } };
      computed.set(id, { name: id, variable: id, site });
    }
  }
}

interface Printed {
  readonly names: readonly Name[];
  /** Nothing but names, constants and texts made of them. */
  readonly isPlain: boolean;
}

/** The names that an expression statement shows. */
function shownBy(expr: Expr): Printed {
  if (expr.kind === 'Name') {
    return { names: [expr], isPlain: true };
  }
  if (expr.kind === 'Constant') {
    return { names: [], isPlain: true };
  }
  const isPrint =
    expr.kind === 'Call' &&
    expr.func.kind === 'Name' &&
    (expr.func.id === 'print' || expr.func.id === 'display');
  return isPrint
    ? together(expr.args.map(namesOf))
    : { names: [], isPlain: false };
}

function namesOf(expr: Expr): Printed {
  switch (expr.kind) {
    case 'Constant':
      return { names: [], isPlain: true };
    case 'Name':
      return { names: [expr], isPlain: true };
    case 'JoinedStr':
      return together(
        expr.values.map(part =>
          namesOf(part.kind === 'Constant' ? part : part.value)
        )
      );
    default:
      return { names: [], isPlain: false };
  }
}

function together(parts: readonly Printed[]): Printed {
  return {
    names: parts.flatMap(({ names }) => names),
    isPlain: parts.every(({ isPlain }) => isPlain)
  };
}
