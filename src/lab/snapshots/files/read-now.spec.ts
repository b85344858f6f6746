import { FakeSnapshots } from '../../testing/fake-snapshots';
import { versionReader } from './read-now';

function reader(other: string, typed: Readonly<Record<string, string>> = {}) {
  const client = new FakeSnapshots();
  client.files.set('a.py', 'on disk');
  const read = versionReader({
    client,
    scope: () => ({ notebook: 'eu/sales.ipynb' }),
    documents: () =>
      Object.entries(typed).map(([localPath, text]) => ({
        localPath,
        model: { dirty: true, toString: () => text }
      })),
    workspace: () => Promise.resolve('eu'),
    id: () => 'x',
    other
  });
  return { client, read };
}

describe('versionReader', () => {
  it('reads both sides where they are, hidden files too', async () => {
    const { client, read } = reader('now');
    expect(await read('a.py')).toMatchObject({
      before: { text: 'on disk' },
      after: { text: 'on disk' }
    });
    expect(client.asked).toEqual(['file now a.py', 'file x a.py']);
  });

  it('takes what is in an editor and not saved for now', async () => {
    const { client, read } = reader('now', { 'eu/a.py': 'typed' });
    expect(await read('a.py')).toMatchObject({
      before: { text: 'typed', isUnsaved: true },
      after: { text: 'on disk' }
    });
    expect(client.asked).toEqual(['file x a.py']);
  });

  it('leaves editors alone where two snapshots are compared', async () => {
    const { client, read } = reader('y', { 'eu/a.py': 'typed' });
    await read('a.py');
    expect(client.asked).toEqual(['file y a.py', 'file x a.py']);
  });
});
