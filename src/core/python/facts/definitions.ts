import type { Arguments, Expr, Place } from '../tree/tree';
import {
  type Bindings,
  type Builder,
  createUnit,
  emit,
  newValue,
  placeOf,
  type Scope,
  siteAt,
  setLocal,
  trimmed
} from './builder';
import { operate } from './expressions';
import { mangle, mangleBindings } from './names';
import {
  ATOM,
  type DefineOp,
  type Definition,
  type Name,
  type Parameter,
  type Value
} from './types';

/** A function or lambda whose body is about to be walked. */
export interface Body {
  readonly kind: Definition['kind'];
  readonly name: Name;
  readonly args: Arguments | null;
  readonly bindings: Bindings;
  readonly isAsync: boolean;
  readonly decorators: readonly string[];
  readonly at: Place;
  readonly walk: () => void;
}

/** The methods of the class bodies being walked. */
export const methodsOf = new WeakMap<Scope, Map<Name, Definition>>();

type Parts = Pick<DefineOp, 'bases' | 'metaclass' | 'names' | 'holds'>;

/** Let a definition come into being here. */
export function emitDefine(
  b: Builder,
  definition: Definition,
  { bases, metaclass, names, holds }: Parts,
  { start, end }: Place
): Value {
  const around = b.overlays.flatMap(overlay => [...overlay.values()]);
  const to = newValue(b);
  emit(b, {
    op: 'define',
    to,
    definition,
    site: siteAt({ start, end }, 3),
    bases,
    metaclass,
    names,
    holds: [...holds, ...around.filter(value => value !== ATOM)],
    at: { start, end }
  });
  return to;
}

/** Walk a body in a unit of its own. What is known outside does not hold inside. */
export function define(b: Builder, body: Body): Definition {
  const unit = createUnit();
  const leave = enter(b, {
    kind: 'function',
    parent: b.scope,
    unit,
    bindings: mangleBindings(b, body.bindings),
    env: new Map(),
    changes: [],
    className: null
  });
  const parameters = body.args ? bindParameters(b, body.args) : [];
  body.walk();
  leave();
  return {
    kind: body.kind,
    name: body.name,
    parameters,
    ops: trimmed(unit.ops),
    values: unit.values,
    returns: unit.returns,
    isGenerator: unit.isGenerator,
    swallows: unit.swallows,
    isAsync: body.isAsync,
    hasFrame: body.bindings.hasNested,
    decorators: body.decorators,
    methods: new Map(),
    at: placeOf(body.at)
  };
}

/** Go into a scope; the function given back leaves it. */
function enter(b: Builder, scope: Scope): () => void {
  const outer: Builder = { ...b };
  b.scope = scope;
  // Targets of a comprehension around are held by the function, not known inside it.
  const hidden = b.overlays.flatMap(overlay => [...overlay.keys()]);
  b.overlays = hidden.length > 0 ? [new Map(hidden.map(id => [id, ATOM]))] : [];
  b.hidesClass = false;
  b.isDead = false;
  b.mays = 0;
  b.loopMays = 0;
  b.probes = 0;
  b.catches = 0;
  b.loops = [];
  return () => {
    b.scope = outer.scope;
    b.overlays = outer.overlays;
    b.hidesClass = outer.hidesClass;
    b.isDead = outer.isDead;
    b.mays = outer.mays;
    b.loopMays = outer.loopMays;
    b.probes = outer.probes;
    b.catches = outer.catches;
    b.loops = outer.loops;
  };
}

function bindParameters(b: Builder, args: Arguments): Parameter[] {
  const found: Parameter[] = [];
  const add = (
    id: Name,
    form: Parameter['form'],
    fallback: Expr | null = null
  ): void => {
    const name = mangle(b, id);
    const value = newValue(b);
    found.push({ name, form, value, text: textOf(fallback) });
    // A parameter hides a comprehension's target of the same name.
    b.overlays.forEach(overlay => overlay.delete(id));
    setLocal(b.scope, name, value);
    if (b.scope.bindings?.hasNested) {
      emit(b, { op: 'slot', name, value });
    }
  };
  const plain = [...args.posonlyargs, ...args.args];
  const first = plain.length - args.defaults.length;
  plain.forEach(({ arg }, i) => add(arg, 'plain', args.defaults[i - first]));
  if (args.vararg) {
    add(args.vararg.arg, 'rest');
  }
  args.kwonlyargs.forEach(({ arg }, i) =>
    add(arg, 'plain', args.kwDefaults[i])
  );
  if (args.kwarg) {
    add(args.kwarg.arg, 'keywords');
  }
  return found;
}

function textOf(expr: Expr | null): string | null {
  return expr?.kind === 'Constant' && expr.type === 'str' ? expr.value : null;
}

/** Type parameters are names of their own; their bounds are evaluated when asked for. */
export function withTypes<T>(
  b: Builder,
  names: readonly Name[],
  walk: () => T
): T {
  if (names.length === 0) {
    return walk();
  }
  const { overlays } = b;
  b.overlays = [...overlays, new Map(names.map(name => [name, ATOM]))];
  const result = walk();
  b.overlays = overlays;
  return result;
}

/** Apply decorators, the last one first. */
export function decorate(
  b: Builder,
  decorators: readonly Value[],
  value: Value,
  at: Place
): Value {
  return [...decorators].reverse().reduce(
    (inner, decorator, i) =>
      operate(b, 'decorate', [decorator, inner], {
        start: at.start,
        end: at.start + i
      }),
    value
  );
}

/** `a.b` of a decorator `@a.b` or `@a.b(…)`; empty for anything else. */
export function dottedName(expr: Expr): string {
  if (expr.kind === 'Name') {
    return expr.id;
  }
  if (expr.kind === 'Call') {
    return dottedName(expr.func);
  }
  const base = expr.kind === 'Attribute' ? dottedName(expr.value) : '';
  return base && expr.kind === 'Attribute' ? `${base}.${expr.attr}` : '';
}
