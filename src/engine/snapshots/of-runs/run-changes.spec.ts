import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FileChange } from '../../../core/api/types';
import { runChanges } from './run-changes';

describe('what a run changed', () => {
  let root = '';
  const at = (side: 'run' | 'now', path: string) => join(root, side, path);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'changes-'));
    mkdirSync(at('run', ''));
    mkdirSync(at('now', ''));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const changed = (path: string, change: FileChange['change'] = 'changed') => {
    const files = {
      folder: at('run', ''),
      total: 1,
      items: [{ path, change }]
    };
    return runChanges({ files }, at('now', ''));
  };
  const NOTHING = { same: 1, total: 0, items: [] };

  it('is what the workspace does not have so', async () => {
    writeFileSync(at('run', 'a'), 'new');
    expect(await changed('a', 'new')).toEqual({
      same: 0,
      total: 1,
      items: [{ path: 'a', change: 'new', before: null, after: 3 }]
    });
    writeFileSync(at('now', 'a'), 'old');
    expect((await changed('a')).items).toMatchObject([{ before: 3, after: 3 }]);
    writeFileSync(at('now', 'a'), 'new');
    expect(await changed('a')).toEqual(NOTHING);
  });

  it('may be its permissions only', async () => {
    writeFileSync(at('run', 'a'), 'x');
    writeFileSync(at('now', 'a'), 'x');
    chmodSync(at('now', 'a'), 0o700);
    expect((await changed('a')).total).toBe(1);
  });

  it('is where a link points', async () => {
    symlinkSync('there', at('run', 'a'));
    writeFileSync(at('now', 'a'), 'there');
    expect((await changed('a')).total).toBe(1);
    rmSync(at('now', 'a'));
    symlinkSync('elsew', at('now', 'a'));
    expect((await changed('a')).total).toBe(1);
    rmSync(at('now', 'a'));
    symlinkSync('there', at('now', 'a'));
    expect(await changed('a')).toEqual(NOTHING);
  });

  it('is what it removed, while that is there', async () => {
    writeFileSync(at('now', 'a'), 'x');
    expect((await changed('a', 'deleted')).items).toMatchObject([
      { before: 1, after: null }
    ]);
    rmSync(at('now', 'a'));
    expect(await changed('a', 'deleted')).toEqual(NOTHING);
  });
});
