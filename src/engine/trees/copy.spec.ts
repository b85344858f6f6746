import * as fs from 'node:fs/promises';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyTree } from './copy';

jest.mock('node:fs/promises', () => ({
  __esModule: true,
  ...jest.requireActual<typeof fs>('node:fs/promises')
}));

const failure = (code: string) => Object.assign(new Error(code), { code });

describe('a copy of a workspace', () => {
  let place: string;
  const [from, to] = ['from', 'to'];
  const at = (...path: string[]) => join(place, ...path);

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'kalette-copy-'));
    mkdirSync(at(from, 'data'), { recursive: true });
    writeFileSync(at(from, 'a'), '1');
    writeFileSync(at(from, 'data', 'b'), '2');
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(place, { recursive: true });
  });

  const copyFails = (name: string, code: string) => {
    const { copyFile } = jest.requireActual<typeof fs>('node:fs/promises');
    jest
      .spyOn(fs, 'copyFile')
      .mockImplementation((source, target, mode) =>
        String(source).endsWith(name)
          ? Promise.reject(failure(code))
          : copyFile(source, target, mode)
      );
  };

  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE'])(
    'is not made of a part of the files: %s',
    async code => {
      copyFails('b', code);
      await expect(copyTree(at(from), at(to))).rejects.toMatchObject({ code });
    }
  );

  it('says what may not be read, and has the rest', async () => {
    copyFails('b', 'EACCES');
    expect(await copyTree(at(from), at(to))).toEqual([
      { path: 'data/b', kind: 'unreadable' }
    ]);
    expect(readFileSync(at(to, 'a'), 'utf8')).toBe('1');
  });

  it('does without what has gone meanwhile', async () => {
    copyFails('b', 'ENOENT');
    expect(await copyTree(at(from), at(to))).toEqual([]);
    expect(existsSync(at(to, 'a'))).toBe(true);
  });

  it('names a folder that may not be listed', async () => {
    const { readdir } = jest.requireActual<typeof fs>('node:fs/promises');
    jest
      .spyOn(fs, 'readdir')
      .mockImplementation((path: Parameters<typeof readdir>[0]) =>
        String(path).endsWith('data')
          ? Promise.reject(failure('EACCES'))
          : (readdir(path) as never)
      );
    expect(await copyTree(at(from), at(to))).toEqual([
      { path: 'data', kind: 'unreadable' }
    ]);
  });

  it('takes names along that are no UTF-8, and what links to them', async () => {
    const latin = (...parts: string[]): Buffer =>
      Buffer.from(at(...parts), 'latin1');
    mkdirSync(latin(from, 'd\xff'));
    writeFileSync(latin(from, 'd\xff/\xe4.txt'), '3');
    symlinkSync(Buffer.from('d\xff/\xe4.txt', 'latin1'), at(from, 'link'));
    expect(await copyTree(at(from), at(to))).toEqual([]);
    expect(readFileSync(latin(to, 'd\xff/\xe4.txt'), 'utf8')).toBe('3');
    expect(readFileSync(at(to, 'link'), 'utf8')).toBe('3');
  });
});
