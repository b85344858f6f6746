import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import {
  countGiven,
  keyGiven,
  linkGiven,
  remoteGiven,
  sizeGiven,
  snapshotGiven
} from './given';
import * as texts from './texts';

const HEX = 'a'.repeat(64);

describe('a size', () => {
  it.each([
    ['0', 0],
    ['1500', 1500],
    ['1k', 1000],
    ['1K', 1000],
    ['500M', 500e6],
    ['1.5 GB', 1.5e9],
    ['2T', 2e12],
    ['1KiB', 1024],
    ['2GiB', 2 * 2 ** 30],
    ['1Mi', 2 ** 20]
  ])('%s is %d bytes', (text, bytes) => expect(sizeGiven(text)).toBe(bytes));

  it.each(['', '-1', 'G', '1X', '1e3', '99999999T', 'iB', '1 2'])(
    'is not “%s”',
    text => expect(() => sizeGiven(text)).toThrow(texts.noSize())
  );
});

describe('a count', () => {
  it('is a whole number', () => expect(countGiven('7')).toBe(7));

  it.each(['-1', '1.5', '', 'x', '9'.repeat(30)])('is not “%s”', text =>
    expect(() => countGiven(text)).toThrow(texts.noCount())
  );
});

describe('a snapshot', () => {
  it.each(['09d81c', `sha256:${HEX}`, 'tags/mine', `snap:a/b@sha256:${HEX}`])(
    'may be %s',
    text => expect(snapshotGiven(` ${text}`)).toBe(text)
  );

  it('is named', () =>
    expect(() => snapshotGiven(' ')).toThrow(texts.noSnapshotGiven()));

  it('is no web page', () =>
    expect(() => snapshotGiven('http://x/y')).toThrow(
      texts.noLink('http://x/y')
    ));
});

describe('a link', () => {
  it('has a digest', () => {
    const link = `snap+https://x/y#sha256:${HEX}`;
    expect(linkGiven(link)).toBe(link);
  });

  it.each(['foo', 'snap+https://x/y', 'https://x/y', '09d81c'])(
    'is not %s',
    text => expect(() => linkGiven(text)).toThrow(texts.noLink(text))
  );
});

describe('a remote', () => {
  it('is an address, or a folder as seen from here', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kalette-given-'));
    mkdirSync(join(folder, 'there'));
    expect(remoteGiven('s3://bucket/x')).toBe('s3://bucket/x');
    expect(remoteGiven('./new')).toBe(resolve('new'));
    expect(remoteGiven('src')).toBe(resolve('src'));
    expect(remoteGiven(join(folder, 'there'))).toBe(join(folder, 'there'));
  });

  it('is no mere word', () =>
    expect(() => remoteGiven('nonsense')).toThrow(texts.noRemote('nonsense')));
});

describe('a key', () => {
  it('has 64 digits', () => expect(keyGiven(HEX.toUpperCase())).toBe(HEX));

  it.each(['abc', '', `${HEX}0`, 'g'.repeat(64)])('is not “%s”', text =>
    expect(() => keyGiven(text)).toThrow(texts.noKey(text))
  );
});
