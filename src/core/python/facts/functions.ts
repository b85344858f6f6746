import type {
  Arguments,
  ClassDef,
  Expr,
  FunctionDef,
  Lambda,
  Place,
  Stmt
} from '../tree';
import { bindingsOf, lambdaBindings } from './bindings';
import {
  createUnit,
  emit,
  newValue,
  siteAt,
  type Bindings,
  type Builder,
  type Scope
} from './builder';
import { typeNames } from './children';
import { evaluate, operate } from './expressions';
import { walkBlock } from './statements';
import {
  ATOM,
  type Definition,
  type Name,
  type Parameter,
  type Value
} from './types';

interface Body {
  readonly kind: Definition['kind'];
  readonly name: Name;
  readonly args: Arguments | null;
  readonly bindings: Bindings;
  readonly isAsync: boolean;
  readonly decorators: readonly string[];
  readonly at: Place;
  readonly walk: () => void;
}

/** `def`, with all that is evaluated where it stands. */
export function walkFunction(b: Builder, node: FunctionDef): Value {
  const { args } = node;
  const decorators = node.decorators.map(expr => evaluate(b, expr));
  const holds = evalDefaults(b, args);
  const names = typeNames(node.typeParams);
  withTypes(b, names, () => evalAnnotations(b, node));
  const definition = withTypes(b, names, () =>
    define(b, {
      kind: 'function',
      name: node.name,
      args,
      bindings: bindingsOf(node.body, args),
      isAsync: node.isAsync,
      decorators: node.decorators.map(dottedName),
      at: { start: node.start, end: node.end },
      walk: () => walkBlock(b, node.body)
    })
  );
  const value = emitDefine(b, definition, [], holds, node);
  methodsOf.get(b.scope)?.set(node.name, definition);
  return decorate(b, decorators, value, node);
}

/** The methods of the class bodies being walked. */
const methodsOf = new WeakMap<Scope, Map<Name, Definition>>();

function decorate(
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

export function evalLambda(b: Builder, node: Lambda): Value {
  const holds = evalDefaults(b, node.args);
  const definition = define(b, {
    kind: 'lambda',
    name: '<lambda>',
    args: node.args,
    bindings: lambdaBindings(node.args, node.body),
    isAsync: false,
    decorators: [],
    at: { start: node.start, end: node.end },
    walk: () => {
      b.scope.unit.returns.push(evaluate(b, node.body));
    }
  });
  return emitDefine(b, definition, [], holds, node);
}

/** Statements that run in a function of their own, as `%timeit` runs them. */
export function walkAsFunction(
  b: Builder,
  body: readonly Stmt[],
  at: Place
): void {
  const definition = define(b, {
    kind: 'function',
    name: '<timeit>',
    args: null,
    bindings: bindingsOf(body, null),
    isAsync: false,
    decorators: [],
    at,
    walk: () => walkBlock(b, body)
  });
  const callee = emitDefine(b, definition, [], [], at);
  const to = newValue(b);
  const site = siteAt(at, 2);
  emit(b, { op: 'call', to, callee, method: null, arguments: [], site, at });
}

/** `class`: its body runs where it stands, its methods when they are called. */
export function walkClass(b: Builder, node: ClassDef): Value {
  const decorators = node.decorators.map(expr => evaluate(b, expr));
  const names = typeNames(node.typeParams);
  return withTypes(b, names, () => {
    const bases = node.bases.map(expr => evaluate(b, expr));
    node.keywords.forEach(({ value }) => bases.push(evaluate(b, value)));
    const methods = new Map<Name, Definition>();
    const attributes = walkClassBody(b, node, methods);
    const { start, end } = node;
    const definition: Definition = {
      kind: 'class',
      name: node.name,
      parameters: [],
      ops: [],
      values: 1,
      returns: [],
      isGenerator: false,
      isAsync: false,
      hasFrame: false,
      decorators: node.decorators.map(dottedName),
      methods,
      at: { start, end }
    };
    const value = emitDefine(b, definition, bases, attributes, node);
    return decorate(b, decorators, value, node);
  });
}

function walkClassBody(
  b: Builder,
  node: ClassDef,
  methods: Map<Name, Definition>
): Value[] {
  const { scope, hidesClass } = b;
  const bindings = bindingsOf(node.body, null);
  const inner: Scope = {
    kind: 'class',
    parent: scope,
    unit: scope.unit,
    bindings: { ...bindings, locals: new Set() },
    env: new Map(),
    className: node.name
  };
  methodsOf.set(inner, methods);
  b.scope = inner;
  b.hidesClass = false;
  walkBlock(b, node.body);
  const attributes = [...inner.env].flatMap(([name, value]) =>
    value === ATOM || methods.has(name) ? [] : [value]
  );
  b.scope = scope;
  b.hidesClass = hidesClass;
  return attributes;
}

function emitDefine(
  b: Builder,
  definition: Definition,
  bases: readonly Value[],
  holds: readonly Value[],
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
    holds: [...holds, ...around.filter(value => value !== ATOM)],
    at: { start, end }
  });
  return to;
}

/** Walk a body in a unit of its own. What is known outside does not hold inside. */
function define(b: Builder, body: Body): Definition {
  const unit = createUnit();
  const leave = enter(b, {
    kind: 'function',
    parent: b.scope,
    unit,
    bindings: body.bindings,
    env: new Map(),
    className: null
  });
  const parameters = body.args ? bindParameters(b, body.args) : [];
  body.walk();
  leave();
  return {
    kind: body.kind,
    name: body.name,
    parameters,
    ops: unit.ops,
    values: unit.values,
    returns: unit.returns,
    isGenerator: unit.isGenerator,
    isAsync: body.isAsync,
    hasFrame: body.bindings.hasNested,
    decorators: body.decorators,
    methods: new Map(),
    at: body.at
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
  b.loops = [];
  return () => {
    b.scope = outer.scope;
    b.overlays = outer.overlays;
    b.hidesClass = outer.hidesClass;
    b.isDead = outer.isDead;
    b.mays = outer.mays;
    b.loopMays = outer.loopMays;
    b.probes = outer.probes;
    b.loops = outer.loops;
  };
}

function bindParameters(b: Builder, args: Arguments): Parameter[] {
  const found: Parameter[] = [];
  const add = (name: Name, form: Parameter['form']): void => {
    const value = newValue(b);
    found.push({ name, form, value });
    // A parameter hides a comprehension's target of the same name.
    b.overlays.forEach(overlay => overlay.delete(name));
    b.scope.env.set(name, value);
    if (b.scope.bindings?.hasNested) {
      emit(b, { op: 'slot', name, value });
    }
  };
  args.posonlyargs.forEach(({ arg }) => add(arg, 'plain'));
  args.args.forEach(({ arg }) => add(arg, 'plain'));
  if (args.vararg) {
    add(args.vararg.arg, 'rest');
  }
  args.kwonlyargs.forEach(({ arg }) => add(arg, 'plain'));
  if (args.kwarg) {
    add(args.kwarg.arg, 'keywords');
  }
  return found;
}

function evalDefaults(b: Builder, args: Arguments): Value[] {
  return [...args.defaults, ...args.kwDefaults].flatMap(expr => {
    const value = expr ? evaluate(b, expr) : ATOM;
    return value === ATOM ? [] : [value];
  });
}

function evalAnnotations(b: Builder, { args, returns }: FunctionDef): void {
  if (b.hasLazyAnnotations) {
    return;
  }
  const { posonlyargs, args: plain, vararg, kwonlyargs, kwarg } = args;
  for (const arg of [...posonlyargs, ...plain, vararg, ...kwonlyargs, kwarg]) {
    if (arg?.annotation) {
      evaluate(b, arg.annotation);
    }
  }
  if (returns) {
    evaluate(b, returns);
  }
}

/** Type parameters are names of their own; their bounds are evaluated when asked for. */
function withTypes<T>(b: Builder, names: readonly Name[], walk: () => T): T {
  if (names.length === 0) {
    return walk();
  }
  const { overlays } = b;
  b.overlays = [...overlays, new Map(names.map(name => [name, ATOM]))];
  const result = walk();
  b.overlays = overlays;
  return result;
}

/** `a.b` of a decorator `@a.b` or `@a.b(…)`; empty for anything else. */
function dottedName(expr: Expr): string {
  switch (expr.kind) {
    case 'Name':
      return expr.id;
    case 'Attribute': {
      const base = dottedName(expr.value);
      return base ? `${base}.${expr.attr}` : '';
    }
    case 'Call':
      return dottedName(expr.func);
    default:
      return '';
  }
}
