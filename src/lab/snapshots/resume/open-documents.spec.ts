import {
  type IOpenDocument,
  rereadAll,
  saveAll,
  unsavedText
} from './open-documents';

/** A document that remembers what was asked of it. */
class FakeDocument implements IOpenDocument {
  readonly calls: string[] = [];
  model = { dirty: false };
  contentsModel = { last_modified: '10:00' };

  constructor(
    readonly localPath: string,
    fields: { readonly isDirty?: boolean; readonly canSave?: boolean } = {}
  ) {
    this.model.dirty = fields.isDirty ?? false;
    this._canSave = fields.canSave ?? true;
  }

  async save(): Promise<void> {
    this.calls.push('save');
    if (!this._canSave) {
      throw new Error('Cancelled');
    }
    this.model.dirty = false;
  }

  async revert(): Promise<void> {
    this.calls.push('revert');
  }

  private readonly _canSave: boolean;
}

describe('saveAll', () => {
  it('writes what is not on disk, and names what could not be written', async () => {
    const clean = new FakeDocument('a.txt');
    const dirty = new FakeDocument('b.ipynb', { isDirty: true });
    const stuck = new FakeDocument('c.md', { isDirty: true, canSave: false });
    expect(await saveAll([clean, dirty, stuck])).toEqual(['c.md']);
    expect([clean, dirty, stuck].map(({ calls }) => calls)).toEqual([
      [],
      ['save'],
      ['save']
    ]);
  });
});

describe('unsavedText', () => {
  it('is of a document that was changed, and of no other', () => {
    const documents = ['clean.py', 'dirty.py'].map(localPath => ({
      localPath,
      model: { dirty: localPath === 'dirty.py', toString: () => localPath }
    }));
    expect(unsavedText(documents, 'dirty.py')).toBe('dirty.py');
    expect(unsavedText(documents, 'clean.py')).toBeNull();
    expect(unsavedText(documents, 'other.py')).toBeNull();
  });
});

describe('rereadAll', () => {
  const times = async (path: string): Promise<string | null> =>
    path === 'gone.txt' ? null : path === 'same.txt' ? '10:00' : '10:05';

  it('shows what was written, whoever expected it, and nothing else', async () => {
    const written = new FakeDocument('b.ipynb');
    const same = new FakeDocument('same.txt', { isDirty: true });
    const gone = new FakeDocument('gone.txt');
    expect(await rereadAll([written, same, gone], times)).toEqual([]);
    expect([written, same, gone].map(({ calls }) => calls)).toEqual([
      ['revert'],
      [],
      []
    ]);
  });

  it('loses nothing that was typed meanwhile', async () => {
    const typed = new FakeDocument('b.ipynb', { isDirty: true });
    expect(await rereadAll([typed], times)).toEqual(['b.ipynb']);
    expect(typed.calls).toEqual([]);
  });
});
