import { EngineError } from '../../client/engine-client';
import { snapshotOf } from '../../core/view/testing/snapshots';
import { contentsOf, topOf } from './contents';

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

it('says what to do where it cannot be told what could run code', async () => {
  const problem = {
    ...{ type: 'about:blank', title: 'Snapshot', status: 422, code: 'full' },
    ...{ detail: 'The disk is full.', hint: 'Free some space.' }
  };
  const snapshots = {
    folder: async () => ({ items: [], next: null }),
    inspect: () => Promise.reject(new EngineError(problem))
  };
  const here = { client: { snapshots }, scope: { notebook: '' } } as never;
  const { code, why } = await contentsOf(here, snapshotOf());
  expect([code, why]).toEqual([null, 'The disk is full. Free some space.']);
});
