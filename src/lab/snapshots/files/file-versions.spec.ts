import { notebookOf } from '../../../core/view/testing/samples';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { problemOf } from '../../testing/problems';
import { LARGEST, snapshotVersion, versionOf } from './file-versions';

describe('versionOf', () => {
  it('shows a notebook as its cells', () => {
    const notebook = notebookOf([
      [[], 'a = 1'],
      [[], 'b = 2']
    ]);
    const content = JSON.stringify(notebook);
    expect(versionOf('a.ipynb', content)).toEqual({
      kind: 'text',
      text: '# %%\na = 1\n\n# %%\nb = 2',
      content: expect.any(String),
      isNotebook: true
    });
  });

  it('does not tell apart how a notebook is written down, but its outputs', () => {
    const content = (source: unknown, outputs: readonly unknown[] = []) => {
      const cell = { cell_type: 'code', source, outputs };
      const version = versionOf('a.ipynb', JSON.stringify({ cells: [cell] }));
      return version.kind === 'text' ? version.content : null;
    };
    expect(content(['a\n', 'b'])).toBe(content('a\nb'));
    expect(content('a', [{ text: '1' }])).not.toBe(content('a'));
  });

  it('shows what only calls itself a notebook as it is', () => {
    expect(versionOf('a.ipynb', '{')).toEqual({
      kind: 'text',
      text: '{',
      content: '{',
      isNotebook: false
    });
  });

  it('does not show what is no text', () => {
    expect(versionOf('a.bin', 'a\0b')).toEqual({ kind: 'binary' });
  });
});

describe('snapshotVersion', () => {
  const scope = { notebook: '' };

  it('says of a file that is not there, and of one that cannot be read', async () => {
    const client = new FakeSnapshots();
    client.problem = problemOf({ status: 404 });
    expect(await snapshotVersion(client, scope, 'x', 'a.py')).toEqual({
      kind: 'none'
    });
    client.problem = problemOf({ detail: 'Damaged.' });
    expect(await snapshotVersion(client, scope, 'x', 'a.py')).toEqual({
      kind: 'refused',
      detail: 'Damaged.'
    });
  });

  it('does not read what is too much', async () => {
    const client = {
      file: async () => new Blob([new Uint8Array(LARGEST + 1)])
    };
    expect(await snapshotVersion(client, scope, 'x', 'a.csv')).toEqual({
      kind: 'large',
      bytes: LARGEST + 1
    });
  });
});
