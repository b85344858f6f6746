import { liesWithin, withinOf } from './lies-within';

it.each([
  ['a/b', 'a', true],
  ['a', '', true],
  [' ./a//b/', 'a/', true],
  ['a', 'a', false],
  ['', '', false],
  ['ab', 'a', false],
  ['a/../b', 'a', false],
  ['c/../a/b', 'a', true]
])('%p lies within %p: %p', (folder, other, is) => {
  expect(liesWithin(folder, other)).toBe(is);
});

it('is called so there', () => {
  expect(withinOf(' a/./b//c', 'a/')).toBe('b/c');
});
