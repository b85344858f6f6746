import * as fc from 'fast-check';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { layoutOf } from '../store/layout';
import { ObjectStore } from '../store/objects';
import { makeHome } from '../store/store';
import { apartIn, setApart } from './apart';
import { copyTree } from './copy';
import {
  applyDelta,
  captureDelta,
  type Change,
  type Delta,
  deltaFromJson,
  deltaToJson,
  uniteDeltas
} from './delta';
import { listTree } from './listing';
import { bytesOf, onDisk } from './names';

const made: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kalette-tree-'));
  made.push(path);
  return path;
}

afterAll(() => {
  made.forEach(path => rmSync(path, { recursive: true, force: true }));
});

async function objectsIn(path: string): Promise<ObjectStore> {
  await makeHome(layoutOf(path));
  return new ObjectStore(layoutOf(path));
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function changed(
  files: Readonly<Record<string, string>>,
  change: (root: string) => void
): Promise<{
  start: string;
  root: string;
  delta: Delta;
  objects: ObjectStore;
}> {
  const [start, root] = [folder(), folder()];
  write(start, files);
  await copyTree(start, root);
  const objects = await objectsIn(folder());
  const before = await listTree(root);
  change(root);
  const delta = await captureDelta(
    {
      step: 's',
      root,
      start,
      before,
      after: await listTree(root),
      input: new Map()
    },
    objects
  );
  return { start, root, delta, objects };
}

/** The tree made again, of the start and the text of the delta. */
async function again({
  start,
  delta,
  objects
}: Pick<
  Awaited<ReturnType<typeof changed>>,
  'start' | 'delta' | 'objects'
>): Promise<string> {
  const copy = join(folder(), 'again');
  await copyTree(start, copy);
  const read: unknown = JSON.parse(deltaToJson(delta));
  await applyDelta(copy, deltaFromJson(read), objects);
  return copy;
}

describe('copying a workspace', () => {
  it('leaves out what is ignored, and keeps times', async () => {
    const from = folder();
    write(from, {
      'a/b.txt': 'b',
      '.git/config': '',
      'a/__pycache__/x.pyc': '',
      'node_modules/m.js': '',
      '.kalette/kalette.db': '',
      '.mypy_cache/3.11/x.json': '',
      'a/.DS_Store': '',
      'a/tools/pyvenv.cfg': '',
      'a/tools/bin/python': '',
      'envs/mine/conda-meta/history': '',
      'envs/mine/bin/python': ''
    });
    utimesSync(join(from, 'a/b.txt'), 1000, 2000);
    const to = join(folder(), 'copy');
    expect(await copyTree(from, to)).toEqual([]);
    expect([...(await listTree(to)).keys()]).toEqual(['a', 'a/b.txt', 'envs']);
  });

  it('leaves out folders that snapshots were opened into, but for those that are wanted', async () => {
    const from = folder();
    write(from, {
      'got/a': '',
      'in/other b/a': '',
      'in/own/a': '',
      'in/own/.kalette/kalette.db': '',
      '.snapshotignore': '*.tmp\n!/in/other\\ b/\r\n'
    });
    for (const name of ['', 'got', 'in/other b']) {
      await setApart(join(from, name), 'sha256:0');
    }
    expect([...(await listTree(from)).keys()]).toEqual([
      ...['.snapshotignore', 'in', 'in/other b', 'in/other b/a'],
      ...['in/own', 'in/own/a']
    ]);
    expect(await apartIn(from)).toEqual(['got']);
  });

  it('copies a workspace that is itself a virtual environment', async () => {
    const from = folder();
    write(from, { 'pyvenv.cfg': '', 'work.ipynb': '' });
    expect([...(await listTree(from)).keys()]).toEqual([
      'pyvenv.cfg',
      'work.ipynb'
    ]);
  });

  it('has one file under several names where the workspace has', async () => {
    const from = folder();
    write(from, { 'b/one': '1' });
    linkSync(join(from, 'b/one'), join(from, 'a'));
    const to = folder();
    await copyTree(from, to);
    writeFileSync(join(to, 'a'), '2');
    expect(readFileSync(join(to, 'b/one'), 'utf8')).toBe('2');
    expect(readFileSync(join(from, 'a'), 'utf8')).toBe('1');
  });

  it('links what is large, and says so', async () => {
    const from = folder();
    write(from, { big: 'x'.repeat(100), small: 'x' });
    const to = join(folder(), 'copy');
    expect(await copyTree(from, to, 50)).toEqual([
      { path: 'big', kind: 'linked' }
    ]);
    expect(readlinkSync(join(to, 'big'))).toBe(join(from, 'big'));
  });

  it('turns links inside into links inside the copy', async () => {
    const from = folder();
    write(from, { 'data/x': 'x' });
    symlinkSync(join(from, 'data'), join(from, 'inside'));
    symlinkSync('/etc/hostname', join(from, 'outside'));
    const to = join(folder(), 'copy');
    await copyTree(from, to);
    expect(readlinkSync(join(to, 'inside'))).toBe('data');
    expect(readlinkSync(join(to, 'outside'))).toBe('/etc/hostname');
  });
});

describe('the delta of a step', () => {
  it('holds what is new, changed and gone, and makes the tree again', async () => {
    const { start, root, delta, objects } = await changed(
      { keep: 'k', change: 'old', 'dir/gone': 'g' },
      tree => {
        write(tree, { change: 'new', 'fresh/file': 'f' });
        chmodSync(join(tree, 'change'), 0o755);
        rmSync(join(tree, 'dir'), { recursive: true });
        symlinkSync('keep', join(tree, 'link'));
      }
    );
    expect([...delta].map(([path, { kind }]) => [path, kind])).toEqual([
      ['change', 'file'],
      ['dir', 'gone'],
      ['dir/gone', 'gone'],
      ['fresh', 'folder'],
      ['fresh/file', 'file'],
      ['link', 'link']
    ]);
    const copy = await again({ start, delta, objects });
    const shape = async (path: string) =>
      [...(await listTree(path))].map(([name, { kind, mode }]) => [
        name,
        kind,
        mode
      ]);
    expect(await shape(copy)).toEqual(await shape(root));
    expect(readFileSync(join(copy, 'change'), 'utf8')).toBe('new');
  });

  it('knows which names are names of one file', async () => {
    const ran = await changed({ b: 'one', c: 'c' }, root => {
      linkSync(join(root, 'b'), join(root, 'a'));
      linkSync(join(root, 'c'), join(root, 'd'));
    });
    expect([...ran.delta.keys()]).toEqual(['a', 'b', 'd']);
    const copy = await again(ran);
    writeFileSync(join(copy, 'a'), 'two');
    writeFileSync(join(copy, 'c'), 'three');
    expect(readFileSync(join(copy, 'b'), 'utf8')).toBe('two');
    expect(readFileSync(join(copy, 'd'), 'utf8')).toBe('three');
  });

  it('gives no other file the name of one that is not the same any more', async () => {
    const ran = await changed({ a: 'one' }, root => {
      linkSync(join(root, 'a'), join(root, 'b'));
    });
    const start = folder();
    write(start, { a: 'other' });
    const copy = await again({ ...ran, start });
    writeFileSync(join(copy, 'b'), 'two');
    expect(readFileSync(join(copy, 'a'), 'utf8')).toBe('other');
  });

  it('keeps the times of files', async () => {
    const ran = await changed({}, root => {
      write(root, { old: 'o', new: 'n' });
      utimesSync(join(root, 'old'), 1000, 1000.25);
    });
    const copy = await again(ran);
    expect(statSync(join(copy, 'old')).mtimeMs).toBe(1_000_250);
  });

  it('holds names that are no UTF-8 through its text', async () => {
    const { start, root, delta, objects } = await changed({ a: '' }, tree => {
      mkdirSync(onDisk(tree, 'd\udcff'));
      writeFileSync(onDisk(tree, 'd\udcff/\udce4'), 'x');
      symlinkSync(bytesOf('d\udcff/\udce4'), onDisk(tree, 'l\udcfe'));
    });
    const again = join(folder(), 'again');
    await copyTree(start, again);
    const read: unknown = JSON.parse(
      Buffer.from(deltaToJson(delta)).toString('utf8')
    );
    await applyDelta(again, deltaFromJson(read), objects);
    const names = [...(await listTree(root)).keys()];
    expect(names).toContain('d\udcff/\udce4');
    expect([...(await listTree(again)).keys()]).toEqual(names);
    expect(readFileSync(onDisk(again, 'l\udcfe'), 'utf8')).toBe('x');
  });

  it('does not count a file that was written with what it held', async () => {
    const { delta } = await changed({ same: 'text' }, tree =>
      write(tree, { same: 'text' })
    );
    expect(delta.size).toBe(0);
  });
});

describe('uniting deltas', () => {
  const file = (digest: string, by: string): Change => ({
    kind: 'file',
    digest,
    bytes: 1,
    mode: 0o644,
    by
  });
  const never = () => false;

  it('takes what either changed', () => {
    const { delta, conflicts } = uniteDeltas(
      [new Map([['a', file('1', 'p')]]), new Map([['b', file('2', 'q')]])],
      never
    );
    expect([...delta.keys()]).toEqual(['a', 'b']);
    expect(conflicts).toEqual([]);
  });

  it('names both steps that left a path differently', () => {
    const { conflicts } = uniteDeltas(
      [
        new Map([['a', file('1', 'p')]]),
        new Map<string, Change>([['a', { kind: 'gone', by: 'q' }]])
      ],
      never
    );
    expect(conflicts).toEqual([{ path: 'a', steps: ['p', 'q'] }]);
  });

  it('has no conflict where one step saw the work of the other', () => {
    const before = (a: string, b: string) => a === 'p' && b === 'q';
    for (const order of [
      [file('1', 'p'), file('2', 'q')],
      [file('2', 'q'), file('1', 'p')]
    ]) {
      const { delta, conflicts } = uniteDeltas(
        order.map(change => new Map([['a', change]])),
        before
      );
      expect(conflicts).toEqual([]);
      expect(delta.get('a')).toEqual(file('2', 'q'));
    }
  });

  const delta = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'))
    .map(
      given =>
        (by: string): Delta =>
          new Map(
            Object.entries(given).map(([path, digest]) => [
              path,
              file(digest, by)
            ])
          )
    );

  it('does not depend on the order of the parents, and conflicts iff they differ', () => {
    fc.assert(
      fc.property(delta, delta, (left, right) => {
        const [p, q] = [left('p'), right('q')];
        const one = uniteDeltas([p, q], never);
        const other = uniteDeltas([q, p], never);
        const paths = (result: typeof one) =>
          result.conflicts.map(({ path }) => path).sort();
        const differing = [...p.keys()].filter(path => {
          const [a, b] = [p.get(path), q.get(path)];
          return (
            b &&
            a?.kind === 'file' &&
            b.kind === 'file' &&
            a.digest !== b.digest
          );
        });
        expect(paths(one)).toEqual(differing.sort());
        expect(paths(other)).toEqual(paths(one));
        expect([...one.delta.keys()]).toEqual([...other.delta.keys()]);
      })
    );
  });
});
