import type { Place } from '../tree/tree';
import {
  type Bindings,
  type Builder,
  certainty,
  emit,
  newValue,
  placeOf,
  type Scope,
  setLocal
} from './builder';
import { setBound } from './paths';
import { ATOM, type BindForm, type Name, type Value } from './types';

/** Names as they are inside the class around this place. */
export function mangleBindings(b: Builder, bindings: Bindings): Bindings {
  const { locals, globals, nonlocals } = bindings;
  const mangled = (names: ReadonlySet<Name>): ReadonlySet<Name> =>
    [...names].some(isPrivate)
      ? new Set([...names].map(name => mangle(b, name)))
      : names;
  return {
    ...bindings,
    locals: mangled(locals),
    globals: mangled(globals),
    nonlocals: mangled(nonlocals)
  };
}

function isPrivate(name: Name): boolean {
  return name.startsWith('__') && !name.endsWith('__');
}

/** Names that Python gives every class body. */
const OF_CLASS_BODY = new Set(['__module__', '__qualname__']);

/** True for a name that Python binds without a statement, in a class or a method of one. */
function isImplicit({ scope }: Builder, name: Name): boolean {
  if (scope.kind === 'class') {
    return OF_CLASS_BODY.has(name) && !scope.env.has(name);
  }
  let around = name === '__class__' ? scope.parent : null;
  while (around && around.kind !== 'class') {
    around = around.parent;
  }
  return around !== null;
}

/** Where a name lives, seen from here. */
type Home = 'overlay' | 'own' | 'around' | 'module';

/** Inside a class `__x` means `_Class__x`. */
export function mangle(b: Builder, name: Name): Name {
  if (!isPrivate(name)) {
    return name;
  }
  let scope: Scope | null = b.scope;
  while (scope && !scope.className) {
    scope = scope.parent;
  }
  const owner = scope?.className?.replace(/^_+/, '');
  return owner ? `_${owner}${name}` : name;
}

function homeOf(b: Builder, name: Name, id: Name): Home {
  const { scope } = b;
  if (b.overlays.some(overlay => overlay.has(id))) {
    return 'overlay';
  }
  if (scope.kind === 'module') {
    return 'module';
  }
  if (scope.bindings?.globals.has(name)) {
    return 'module';
  }
  if (scope.kind === 'class') {
    return !b.hidesClass && scope.env.has(name)
      ? 'own'
      : homeAround(scope, name);
  }
  return scope.bindings?.locals.has(name) ? 'own' : homeAround(scope, name);
}

/** True for a name that is the notebook's or a builtin's here, and no local one's. */
export function isOfModule(b: Builder, id: Name): boolean {
  return homeOf(b, mangle(b, id), id) === 'module';
}

function homeAround(scope: Scope, name: Name): Home {
  for (let around = scope.parent; around; around = around.parent) {
    if (around.kind === 'function') {
      if (around.bindings?.globals.has(name)) {
        return 'module';
      }
      if (around.bindings?.locals.has(name)) {
        // A class body shares the unit of the function it stands in.
        return around.unit === scope.unit ? 'own' : 'around';
      }
    }
  }
  return 'module';
}

/** The value of a name. */
export function readName(b: Builder, id: Name, at: Place): Value {
  const name = mangle(b, id);
  if (isImplicit(b, name)) {
    return ATOM;
  }
  switch (homeOf(b, name, id)) {
    case 'overlay':
      return overlayValue(b, id);
    case 'own':
      return ownValue(b.scope, name);
    case 'around': {
      const to = newValue(b);
      emit(b, { op: 'captured', name, to });
      return to;
    }
    case 'module':
      return readGlobal(b, name, at);
  }
}

function overlayValue(b: Builder, name: Name): Value {
  for (let i = b.overlays.length - 1; i >= 0; i--) {
    const value = b.overlays[i]?.get(name);
    if (value !== undefined) {
      return value;
    }
  }
  return ATOM;
}

function ownValue(scope: Scope, name: Name): Value {
  for (let here: Scope | null = scope; here; here = here.parent) {
    const value = here.unit === scope.unit ? here.env.get(name) : undefined;
    if (value !== undefined) {
      return value;
    }
  }
  return ATOM;
}

function isModuleUnit(b: Builder): boolean {
  let { scope } = b;
  while (scope.parent) {
    scope = scope.parent;
  }
  return scope.unit === b.scope.unit;
}

/** Read a name of the notebook or a builtin. */
export function readGlobal(b: Builder, name: Name, at: Place): Value {
  const to = newValue(b);
  emit(b, {
    op: 'read',
    name,
    to,
    probe: b.probes > 0,
    inside: isModuleUnit(b) && b.bound.has(name),
    certain: b.mays === 0,
    at: placeOf(at)
  });
  return to;
}

/** Bind a name as an assignment at this place does. */
export function bindName(
  b: Builder,
  id: Name,
  value: Value,
  form: BindForm,
  at: Place
): void {
  const name = mangle(b, id);
  const { scope } = b;
  const { bindings } = scope;
  if (scope.kind === 'module' || bindings?.globals.has(name)) {
    bindGlobal(b, name, value, form, at);
  } else if (bindings?.nonlocals.has(name)) {
    emit(b, { op: 'recapture', name, value, at: placeOf(at) });
  } else {
    setLocal(scope, name, value);
    if (scope.kind === 'function' && bindings?.hasNested) {
      emit(b, { op: 'slot', name, value });
    }
  }
}

function bindGlobal(
  b: Builder,
  name: Name,
  value: Value,
  form: BindForm,
  at: Place
): void {
  const surely = certainty(b);
  const place = placeOf(at);
  emit(b, { op: 'bind', name, value, form, certainty: surely, at: place });
  if (isModuleUnit(b)) {
    setBound(b, name, true);
  }
}

/** `del name`, or the end of `except … as name`. */
export function unbindName(b: Builder, id: Name, at: Place): void {
  const name = mangle(b, id);
  const { scope } = b;
  if (scope.kind !== 'module' && !scope.bindings?.globals.has(name)) {
    setLocal(scope, name, ATOM);
    return;
  }
  const certain = certainty(b) === 'certain';
  emit(b, { op: 'unbind', name, certain, at: placeOf(at) });
  if (isModuleUnit(b)) {
    setBound(b, name, false);
  }
}
