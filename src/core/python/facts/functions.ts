import type { Arguments, FunctionDef, Lambda, Place, Stmt } from '../tree/tree';
import { bindingsOf, lambdaBindings } from './bindings';
import {
  certainty,
  emit,
  newValue,
  placeOf,
  siteAt,
  type Builder
} from './builder';
import { typeNames } from './children';
import {
  decorate,
  define,
  dottedName,
  emitDefine,
  methodsOf,
  withTypes
} from './definitions';
import { evaluate } from './expressions';
import { walkBlock } from './statements';
import { ATOM, type Definition, type Name, type Value } from './types';

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
  const value = emitDefine(b, definition, plain(holds), node);
  methodsOf.get(b.scope)?.set(methodName(definition), definition);
  return decorate(b, decorators, value, node);
}

function plain(holds: readonly Value[]) {
  return { bases: [], metaclass: ATOM, names: [], holds };
}

/** What sets or deletes a property has a name of its own beside what gives it: `x.setter`. */
function methodName({ name, decorators }: Definition): Name {
  const part = decorators.find(one => /^\w+\.(?:setter|deleter)$/.test(one));
  return part ? `${name}${part.slice(part.indexOf('.'))}` : name;
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
  return emitDefine(b, definition, plain(holds), node);
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
  const callee = emitDefine(b, definition, plain([]), at);
  const to = newValue(b);
  const site = siteAt(at, 2);
  emit(b, {
    op: 'call',
    to,
    callee,
    method: null,
    arguments: [],
    keywords: null,
    sure: certainty(b),
    site,
    at: placeOf(at)
  });
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
