import { trans } from '../testing/render';
import { carriedWords, causeWords } from './links';

describe('words for files', () => {
  it('call the folder of the notebook by what it is', () => {
    const folder = 'the notebook’s folder';
    expect(
      causeWords({ kind: 'file', subject: '.', links: [], omitted: 0 }, trans)
    ).toBe(folder);
    expect(
      carriedWords({ kind: 'file', name: '.', from: null }, 'inputs', trans)
    ).toBe(`reads ${folder}`);
  });

  it('call other files by their path', () => {
    expect(
      causeWords(
        { kind: 'file', subject: 'out/a.csv', links: [], omitted: 0 },
        trans
      )
    ).toBe('the file `out/a.csv`');
  });
});
