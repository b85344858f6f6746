import type { ClassDef } from '../tree/tree';
import { bindingsOf } from './bindings';
import { type Builder, type Scope } from './builder';
import { typeNames } from './children';
import {
  decorate,
  dottedName,
  emitDefine,
  methodsOf,
  withTypes
} from './definitions';
import { evaluate } from './expressions';
import { mangleBindings } from './names';
import { walkBlock } from './statements';
import { ATOM, type Definition, type Name, type Value } from './types';

/** `class`: its body runs where it stands, its methods when they are called. */
export function walkClass(b: Builder, node: ClassDef): Value {
  const decorators = node.decorators.map(expr => evaluate(b, expr));
  const names = typeNames(node.typeParams);
  return withTypes(b, names, () => {
    const bases = node.bases.map(expr => evaluate(b, expr));
    let metaclass: Value = ATOM;
    for (const { arg, value } of node.keywords) {
      const keyword = evaluate(b, value);
      if (arg === 'metaclass') {
        metaclass = keyword;
      }
    }
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
      swallows: false,
      isAsync: false,
      hasFrame: false,
      decorators: node.decorators.map(dottedName),
      methods,
      at: { start, end }
    };
    const parts = {
      bases,
      metaclass,
      names: attributes.map(([name]) => name),
      holds: attributes.map(([, value]) => value)
    };
    const value = emitDefine(b, definition, parts, node);
    return decorate(b, decorators, value, node);
  });
}

/** A method that is called as it is written; what a decorator makes of one is kept as a value. */
function isPlain(method: Definition | undefined): boolean {
  return method?.decorators.every(name => KNOWN.test(name)) ?? false;
}

const KNOWN =
  /^(?:abc\.)?(?:staticmethod|classmethod|property|abstractmethod)$|^(?:functools\.)?(?:cached_property|lru_cache|cache|wraps|total_ordering)$|^(?:typing\.)?(?:override|overload|final)$|^\w+\.(?:setter|getter|deleter)$|^(?:contextlib\.)?(?:async)?contextmanager$|^(?:torch\.)?(?:no_grad|inference_mode|jit\.\w+)$|^(?:tf|tensorflow)\.function$/;

function walkClassBody(
  b: Builder,
  node: ClassDef,
  methods: Map<Name, Definition>
): (readonly [Name, Value])[] {
  const { scope, hidesClass } = b;
  const bindings = bindingsOf(node.body, null);
  const outline: Scope = {
    kind: 'class',
    parent: scope,
    unit: scope.unit,
    bindings: null,
    env: new Map(),
    changes: [],
    className: node.name
  };
  b.scope = outline;
  const inner: Scope = {
    ...outline,
    bindings: mangleBindings(b, { ...bindings, locals: new Set() })
  };
  methodsOf.set(inner, methods);
  b.scope = inner;
  b.hidesClass = false;
  walkBlock(b, node.body);
  const attributes = [...inner.env].filter(
    ([name, value]) => value !== ATOM && !isPlain(methods.get(name))
  );
  b.scope = scope;
  b.hidesClass = hidesClass;
  return attributes;
}
