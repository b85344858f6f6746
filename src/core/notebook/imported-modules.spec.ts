import { importedModules } from './imported-modules';

it.each([
  ['import helper', ['helper']],
  ['import a, b.c as d', ['a', 'b', 'b.c']],
  ['    from a.b import c, d as e', ['a', 'a.b', 'a.b.c', 'a.b.d']],
  [
    'from . import sibling\nfrom .other import x',
    ['sibling', 'other', 'other.x']
  ],
  ['x = "import y"', []],
  ['from m import (a,\n  b)', ['m', 'm.a', 'm.b']]
])('finds the modules of %j', (source, found) => {
  expect(importedModules(source)).toEqual(expect.arrayContaining(found));
  expect(found.length === 0).toBe(importedModules(source).length === 0);
});

it('looks into the code cells of a notebook', () => {
  const cells = [
    { cell_type: 'markdown', source: 'import no' },
    { cell_type: 'code', source: ['import one\n', 'import two'] },
    { cell_type: 'code', source: 'import three' },
    null
  ];
  expect(importedModules({ cells })).toEqual(['one', 'two', 'three']);
  expect(importedModules(null)).toEqual([]);
});
