import { topOf } from './contents';

it('counts the files of a folder as its snapshot does, without links', () => {
  const entry = { size: 3, target: null };
  const entries = [
    { ...entry, path: 'weird', kind: 'folder' as const, size: null },
    { ...entry, path: 'weird/a', kind: 'file' as const },
    { ...entry, path: 'weird/b', kind: 'file' as const },
    { path: 'weird/c', kind: 'link' as const, size: null, target: 'a' }
  ];
  expect(topOf(entries)).toEqual([
    { path: 'weird', kind: 'folder', files: 2, bytes: 6, target: null }
  ]);
});
