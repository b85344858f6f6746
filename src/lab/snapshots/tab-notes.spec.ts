import { TabNotes } from './tab-notes';

describe('TabNotes', () => {
  afterEach(() => sessionStorage.clear());

  it('are there for a page that is loaded again, each until it is removed', () => {
    const notes = new TabNotes<{ readonly url: string }>('a');
    notes.put('one', { url: 'snap:x' });
    notes.put('two', { url: 'snap:y' });
    notes.put('two', { url: 'snap:z' });
    expect(new TabNotes('a').all).toEqual([
      { url: 'snap:x' },
      { url: 'snap:z' }
    ]);
    expect(new TabNotes('b').all).toEqual([]);
    notes.remove('one');
    notes.remove('two');
    expect(new TabNotes('a').all).toEqual([]);
    expect(sessionStorage).toHaveLength(0);
  });

  it('are none in a browser that keeps nothing', () => {
    const refuse = () => {
      throw new Error('full');
    };
    const place = { getItem: () => '{', setItem: refuse, removeItem: refuse };
    const notes = new TabNotes<string>('a', place);
    notes.put('one', 'x');
    expect(notes.all).toEqual([]);
  });
});
