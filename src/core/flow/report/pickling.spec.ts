import { flowOf } from '../testing/texts';

describe('a tree of Beautiful Soup', () => {
  const toldOf = (use: string) =>
    flowOf(
      '# imports\nfrom bs4 import BeautifulSoup',
      '# step:one\nsoup = BeautifulSoup("<a/>", "html.parser")\ntag = soup.find("a")',
      `# step:two\n${use}`
    ).urgent;

  it('is told of where an element of it comes to the same step', () => {
    expect(toldOf('tag.decompose()\nprint(soup)')).toEqual([
      expect.stringContaining(
        'DF707: `tag` comes to `two` through `BeautifulSoup.__getstate__`'
      )
    ]);
  });

  it('is not told of where it comes alone', () => {
    expect(toldOf('print(soup)')).toEqual([]);
    expect(toldOf('print(tag)')).toEqual([]);
  });
});
