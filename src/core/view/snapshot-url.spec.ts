import { digestOf } from './testing/snapshots';
import { readSnapshotUrl, urlToShare, withoutSnapshot } from './snapshot-url';

const DIGEST = digestOf('51de09c7');

describe('readSnapshotUrl', () => {
  it.each([
    `snap:digits/51de@${DIGEST}`,
    `snap+https://data.example.org/team#${DIGEST}`
  ])('finds the digest of %s', url => {
    expect(readSnapshotUrl(` ${url}\n`)).toEqual({
      url,
      digest: DIGEST
    });
  });

  it.each([
    'snap:digits/51de',
    'snap:digits/51de@sha256:51de',
    `snap:digits/51de@${DIGEST}0`,
    `https://data.example.org/${DIGEST}`,
    ''
  ])('finds none in %s', url => {
    expect(readSnapshotUrl(url).digest).toBeNull();
  });

  it('takes the address of JupyterLab for that of the snapshot in it', () => {
    const url = `snap:a b/51de@${DIGEST}?notebook=in%2Fa.ipynb`;
    const link = `https://hub.example.org/user/x/lab?reset&snapshot=${encodeURIComponent(url)}`;
    expect(readSnapshotUrl(link)).toEqual({
      url,
      digest: DIGEST
    });
  });

  it('bears what is no encoding', () => {
    expect(readSnapshotUrl('https://x/lab?snapshot=%E0%A4').url).toBe('%E0%A4');
  });
});

describe('withoutSnapshot', () => {
  it('takes the snapshot out and leaves the rest', () => {
    expect(
      withoutSnapshot('/lab/tree/a.ipynb?reset&snapshot=a%2Bb+c&x=1#here')
    ).toEqual({ snapshot: 'a+b+c', rest: '/lab/tree/a.ipynb?reset&x=1#here' });
    expect(withoutSnapshot('/lab?snapshot=a')?.rest).toBe('/lab');
  });

  it('finds none where there is none', () => {
    expect(withoutSnapshot('/lab?my-snapshot=a')).toBeNull();
    expect(withoutSnapshot('/lab')).toBeNull();
  });
});

describe('urlToShare', () => {
  const url = `snap:digits/51de@${DIGEST}`;

  it('is where it was published last', () => {
    const published = ['snap+file:///a#x', 'snap+https://b#x'];
    expect(urlToShare({ url, published })).toBe('snap+https://b#x');
  });

  it('is its own where it is nowhere else', () => {
    expect(urlToShare({ url, published: [] })).toBe(url);
  });
});
