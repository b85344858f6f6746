import {
  bytesOf,
  namesIn,
  onDisk,
  pathText,
  targetIn,
  textPath
} from './names';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('names of files', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'names-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['plain', 'a.txt'],
    ['letters of more bytes', 'Grüße 日本 🦊'],
    ['a byte that is none', '\udcff'],
    ['the beginning of a letter, and then another', 'a\udce2\udc82b'],
    ['a letter written longer than it is', '\udcc0\udcaf'],
    ['a surrogate written as one', '\udced\udca0\udc80'],
    ['a sign that stands for what is lost', '\ufffd \udcfe']
  ])('are the same there and back: %s', async (_, name) => {
    writeFileSync(onDisk(folder, name), '');
    expect(await namesIn(folder)).toEqual([name]);
    symlinkSync(bytesOf(name), join(folder, 'link'));
    expect(await targetIn(join(folder, 'link'))).toBe(name);
  });

  it('are those that Python gives', async () => {
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/`), latin('\xe4x')]),
      ''
    );
    expect(await namesIn(folder)).toEqual(['\udce4x']);
  });

  it('leaves paths as they are that need no bytes', () => {
    expect(onDisk('a', 'ä/🦊')).toBe(join('a', 'ä/🦊'));
    mkdirSync(onDisk(folder, 'd\udcff'));
    writeFileSync(onDisk(folder, 'd\udcff/x'), '');
    return expect(namesIn(onDisk(folder, 'd\udcff'))).resolves.toEqual(['x']);
  });

  it.each([
    ['plain/a.txt', 'plain/a.txt'],
    ['Grüße/日本 🦊', 'Grüße/日本 🦊'],
    ['b\udcff/\udc80', 'b\\xff/\\x80'],
    ['a\\b', 'a\\\\b'],
    ['\\xff', '\\\\xff'],
    ['\\\udcfe', '\\\\\\xfe']
  ])('are read by people, there and back: %j', (path, text) => {
    expect(pathText(path)).toBe(text);
    expect(textPath(text)).toBe(path);
  });
});
