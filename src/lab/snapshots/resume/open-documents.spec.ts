import { trans } from '../../testing/render';
import {
  type IOpenDocument,
  type OnDisk,
  pathsOnDisk,
  rereadAll,
  saveAll,
  stuckWords,
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
    const onDisk = async (): Promise<OnDisk> => ({ at: '10:00' });
    expect(await saveAll([clean, dirty, stuck], onDisk)).toEqual([
      { path: 'c.md', isChangedOnDisk: false }
    ]);
    expect([clean, dirty, stuck].map(({ calls }) => calls)).toEqual([
      [],
      ['save'],
      ['save']
    ]);
  });
});

describe('stuckWords', () => {
  it('tells a file that was changed on disk as well, and what to do first', async () => {
    const stuck = new FakeDocument('c.md', { isDirty: true, canSave: false });
    const onDisk = async (): Promise<OnDisk> => ({ at: '10:05' });
    const found = await saveAll([stuck], onDisk);
    const words = stuckWords(found, trans);
    expect(words).toMatch(/^c\.md has .* was changed on disk as well, so/);
    expect(words).toContain('Save it, or take what is on disk with File >');
  });

  it('tells of others apart, and nothing of none', () => {
    const found = [
      { path: 'a', isChangedOnDisk: true },
      { path: 'b', isChangedOnDisk: false }
    ];
    expect(stuckWords(found, trans)).toMatch(
      /^a has .* b could not be saved, so nothing was opened\. Save it or/
    );
    expect(stuckWords([], trans)).toBeNull();
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
  const files: Readonly<Record<string, OnDisk>> = {
    'gone.txt': 'gone',
    'hidden.txt': 'unknown',
    'same.txt': { at: '10:00' }
  };
  const onDisk = async (path: string): Promise<OnDisk> =>
    files[path] ?? { at: '10:05' };
  const there = new Set(['gone.txt', 'hidden.txt', 'same.txt', 'b.ipynb']);

  it('shows what was written, whoever expected it, and nothing else', async () => {
    const written = new FakeDocument('b.ipynb');
    const same = new FakeDocument('same.txt', { isDirty: true });
    const hidden = new FakeDocument('hidden.txt');
    expect(await rereadAll([written, same, hidden], onDisk, there)).toEqual({
      typed: [],
      gone: [],
      orphaned: []
    });
    expect([written, same, hidden].map(({ calls }) => calls)).toEqual([
      ['revert'],
      [],
      []
    ]);
  });

  it('loses nothing that was typed meanwhile', async () => {
    const typed = new FakeDocument('b.ipynb', { isDirty: true });
    const { typed: left } = await rereadAll([typed], onDisk, there);
    expect(left).toEqual(['b.ipynb']);
    expect(typed.calls).toEqual([]);
  });

  it('names what was removed, and apart what was typed in since', async () => {
    const gone = new FakeDocument('gone.txt');
    const edited = new FakeDocument('gone.txt', { isDirty: true });
    expect(await rereadAll([gone], onDisk, there)).toMatchObject({
      gone: ['gone.txt'],
      orphaned: []
    });
    expect(await rereadAll([edited], onDisk, there)).toMatchObject({
      gone: [],
      orphaned: ['gone.txt']
    });
  });

  it('leaves a tab alone whose file was gone before', async () => {
    const gone = new FakeDocument('gone.txt');
    const before = await pathsOnDisk([gone], onDisk);
    expect(await rereadAll([gone], onDisk, before)).toMatchObject({ gone: [] });
  });
});
