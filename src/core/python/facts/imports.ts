import type { Import, ImportFrom, Place } from '../tree/tree';
import { emit, newValue, type Builder } from './builder';
import { bindName } from './names';
import type { Value } from './types';

/** `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`. */
export function walkImport(b: Builder, { names }: Import): void {
  for (const { name, asname, start, end } of names) {
    const root = name.replace(/\..*/, '');
    const at = { start, end };
    const value = importPath(b, name, asname ? name : root, at);
    bindName(b, asname ?? root, value, 'import', at);
  }
}

const LAZY = /^from __future__ import\b.*\bannotations\b/m;

/** IPython compiles what follows such a cell like the cell. */
export function importsLazyAnnotations(source: string): boolean {
  return source.includes('__future__') && LAZY.test(source);
}

export function walkImportFrom(b: Builder, node: ImportFrom): void {
  const module = '.'.repeat(node.level) + (node.module ?? '');
  if (module === '__future__') {
    b.hasLazyAnnotations ||= node.names.some(
      ({ name }) => name === 'annotations'
    );
  }
  for (const { name, asname, start, end } of node.names) {
    const at = { start, end };
    if (name === '*') {
      emit(b, { op: 'star', module, at });
    } else {
      const path = `${module}.${name}`;
      bindName(
        b,
        asname ?? name,
        importPath(b, module, path, at),
        'import',
        at
      );
    }
  }
}

/** Import a module; the value is the thing at `path`, the module itself or something in it. */
function importPath(
  b: Builder,
  module: string,
  path: string,
  at: Place
): Value {
  const to = newValue(b);
  emit(b, { op: 'import', to, module, path, at });
  return to;
}
