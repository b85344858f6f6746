import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { summaryOf } from '../../../core/view/testing/snapshots';
import { takeAlong, withAlong } from './take-along';

function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-take-'));
  for (const name of ['.env', 'a[1]*.pem ', '#key.pem']) {
    writeFileSync(join(folder, name), '');
  }
  mkdirSync(join(folder, 'x/.aws'), { recursive: true });
  return folder;
}

function rules(folder: string): string {
  return readFileSync(join(folder, '.snapshotignore'), 'utf8');
}

describe('what looks like a secret and is taken along', () => {
  it('gets a line each, as gitignore reads names, behind those that are there', async () => {
    const folder = workspace();
    writeFileSync(join(folder, '.snapshotignore'), 'data/');
    await takeAlong(folder, ['.env', 'x/.aws/', 'a[1]*.pem ', '#key.pem']);
    expect(rules(folder)).toBe(
      'data/\n!/.env\n!/x/.aws/\n!/a\\[1\\]\\*.pem\\ \n!/#key.pem\n'
    );
  });

  it('gets its line where the last word on it is said', async () => {
    const folder = workspace();
    mkdirSync(join(folder, 'x/data'));
    writeFileSync(join(folder, 'x/data/a.csv'), '');
    writeFileSync(join(folder, 'x/.snapshotignore'), '*\n');
    await takeAlong(folder, ['x/data/a.csv', '.env']);
    expect(rules(join(folder, 'x'))).toBe('*\n!/data/a.csv\n');
    expect(rules(folder)).toBe('!/.env\n');
  });

  it('opens the folders that are left out, and nothing else in them', async () => {
    const folder = workspace();
    mkdirSync(join(folder, 'x/data'));
    for (const name of ['x/.aws/a', 'x/data/b*', 'x/data/.snapshotignore']) {
      writeFileSync(join(folder, name), '');
    }
    writeFileSync(join(folder, '.snapshotignore'), 'x/\n!/x/.aws/a\n');
    const paths = ['x/.aws/a', 'x/data/b*'];
    const left = { absent: paths, shut: ['x', 'x/.aws', 'x/data'] };
    await takeAlong(folder, paths, left);
    expect(rules(folder)).toBe(
      'x/\n!/x/.aws/a\n!/x/\n/x/*\n!/x/.aws/\n/x/.aws/*\n!/x/data/\n!/x/.aws/a\n'
    );
    expect(rules(join(folder, 'x/data'))).toBe('/*\n!/b\\*\n');
    await takeAlong(folder, ['x/.aws']);
    expect(rules(folder)).not.toContain('\n/x/.aws/*\n');
  });

  it('is written once', async () => {
    const folder = workspace();
    await takeAlong(folder, ['.env']);
    await takeAlong(folder, ['./.env']);
    expect(rules(folder)).toBe('!/.env\n');
  });

  it.each(['../x', '/etc/passwd', '.', '', 'missing', '.env\n*'])(
    'is refused where it is no file of the workspace: %j',
    async path => {
      const folder = workspace();
      await expect(takeAlong(folder, ['.env', path])).rejects.toThrow(
        'is no file or folder of this workspace'
      );
      expect(() => rules(folder)).toThrow('ENOENT');
    }
  );
});

describe('a snapshot with paths that would be left out', () => {
  const taken = summaryOf();

  it('is there with them, or not at all', async () => {
    const folder = workspace();
    const removed: string[] = [];
    const listing = (path: string | null) => ({
      folder: async () => ({
        items:
          path === null
            ? []
            : ([{ path, kind: 'file', size: 0, target: null }] as const),
        next: null
      }),
      remove: async (id: string) => void removed.push(id)
    });
    const take = async () => taken;
    const lacking = withAlong(listing(null), folder, ['.env'], take);
    await expect(lacking).rejects.toThrow('would still be without .env');
    expect(removed).toEqual([taken.id, taken.id]);
    expect(() => rules(folder)).toThrow('ENOENT');
    expect(await withAlong(listing('.env'), folder, ['.env'], take)).toBe(
      taken
    );
    expect(rules(folder)).toBe('!/.env\n');
  });

  it('leaves the rules as they were where it was cancelled, but for what was written since', async () => {
    const folder = workspace();
    const file = join(folder, '.snapshotignore');
    const snapshots = {
      folder: async () => ({ items: [], next: null }),
      remove: async () => undefined
    };
    for (const [before, since, after] of [
      ['data/\n', null, 'data/\n'],
      ['', null, ''],
      ['data/\n', 'mine\n', 'mine\n']
    ] as const) {
      writeFileSync(file, before);
      const taking = withAlong(snapshots, folder, ['.env'], async () => {
        if (since !== null) {
          writeFileSync(file, since);
        }
        throw new Error('cancelled');
      });
      await expect(taking).rejects.toThrow('cancelled');
      expect(rules(folder)).toBe(after);
    }
  });
});
