import * as React from 'react';

import { EngineError } from '../../../client/engine-client';
import type { SnapshotEntry, SnapshotFolder } from '../../../core/api/types';
import { settled } from '../../testing/documents';
import { problemOf } from '../../testing/problems';
import { during, find, render } from '../../testing/render';
import { versionOf } from './file-versions';
import { FolderTree } from './FolderTree';

const entry = (
  path: string,
  kind: SnapshotEntry['kind'] = 'file'
): SnapshotEntry => ({
  path,
  kind,
  size: kind === 'file' ? 2000 : null,
  target: kind === 'link' ? '/mnt' : null
});

const FOLDERS: Readonly<Record<string, SnapshotFolder>> = {
  ' 0': { items: [entry('src', 'folder'), entry('a.py')], next: 2 },
  ' 2': { items: [entry('out', 'link')], next: null },
  'src 0': { items: [entry('src/b.py')], next: null }
};

async function show() {
  const asked: string[] = [];
  const source = {
    folder: async (path: string, offset: number) => {
      asked.push(`${path} ${offset}`);
      return FOLDERS[`${path} ${offset}`];
    },
    file: async (path: string) => versionOf(path, `text of ${path}`)
  };
  const { node } = render(<FolderTree source={source} />);
  await during(() => settled());
  const press = (words: string) =>
    during(async () => {
      find(node, 'button', words).click();
      await settled();
    });
  return { node, asked, press };
}

describe('FolderTree', () => {
  it('reads a folder once it is opened, and more of it when asked', async () => {
    const { node, asked, press } = await show();
    expect(asked).toEqual([' 0']);
    await press('src/');
    expect(node.textContent).toContain('b.py');
    await press('Show more');
    expect(node.textContent).toContain('out → /mnt');
    expect(asked).toEqual([' 0', 'src 0', ' 2']);
  });

  it('shows what a file holds, and how large it is', async () => {
    const { node, press } = await show();
    expect(find(node, 'button', 'a.py').textContent).toBe('a.py2 kB');
    await press('a.py');
    expect(find(node, 'pre').textContent).toBe('text of a.py');
    await press('a.py');
    expect(node.querySelector('pre')).toBeNull();
  });

  it('says why a folder cannot be read', async () => {
    const source = {
      folder: () => Promise.reject(new EngineError(problemOf({ detail: 'x' }))),
      file: async () => ({ kind: 'none' as const })
    };
    const { node } = render(<FolderTree source={source} />);
    await during(() => settled());
    expect(node.textContent).toBe('x');
  });
});
