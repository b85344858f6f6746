import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TestEngine } from '../../testing/engines';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const SEEN = pipelineOf([
  {
    name: 'look',
    code: 'import os\nopen("seen.txt", "w").write(" ".join(sorted(os.listdir("."))))'
  }
]);

const BY_HAND = { notebook: null, message: '' };

/** A workspace, and a snapshot of it that was opened into a folder of it. */
async function openedInside() {
  const engine = await engineOf(SEEN);
  const { workspace, folder } = engine;
  writeFileSync(join(folder, 'note.txt'), 'old');
  const url = await taken(engine);
  mkdirSync(join(folder, 'data'));
  const restore = (to: 'new' | 'here', into?: string) =>
    workspace.opening(folder).restore(
      {
        ...{ notebook: 'test.ipynb', url, to, allow: [] },
        ...(into !== undefined && { folder: into })
      },
      {}
    );
  await restore('new', 'data/got');
  return { engine, url, restore, got: join(folder, 'data', 'got') };
}

async function taken({ workspace }: TestEngine): Promise<string> {
  const { url } = await workspace.snapshots().create(BY_HAND, {});
  return url;
}

async function pathsIn({ workspace }: TestEngine, url: string) {
  const page = { recursive: true, offset: 0, limit: 100 };
  const { items } = await workspace.snapshots().folder(url, page);
  return items.map(({ path }) => path).filter(path => path.startsWith('data'));
}

describe('a snapshot opened into a folder of its workspace', () => {
  it('is no part of later ones, of changes, and of what a run sees', async () => {
    const { engine, url, restore, got } = await openedInside();
    const snapshots = engine.workspace.snapshots();
    const changed = async () =>
      (await snapshots.diff(url, 'now')).items.map(({ path }) => path);
    expect(await changed()).toEqual(['data/']);
    const later = await taken(engine);
    expect(await pathsIn(engine, later)).toEqual(['data']);
    expect((await snapshots.get(later)).external).toEqual(['data/got']);
    const run = await engine.run();
    const after = run.steps[0]?.snapshot.after ?? '';
    expect(await pathsIn(engine, after)).toEqual(['data']);
    const seen = await snapshots.file(after, 'seen.txt');
    expect(String(seen)).not.toContain('got');
    // It stays when the workspace goes back to a time without it.
    writeFileSync(join(got, 'note.txt'), 'mine');
    await restore('here');
    expect(readFileSync(join(got, 'note.txt'), 'utf8')).toBe('mine');
  });

  it('is a workspace of its own', async () => {
    const { engine, got } = await openedInside();
    const target = engine.engine.target(engine.folder, 'data/got/test.ipynb');
    expect(target.workspace).toBe(got);
    const place = await engine.engine.place(got);
    const own = place.kind === 'here' ? place.workspace : null;
    const { url = '' } = (await own?.snapshots().create(BY_HAND, {})) ?? {};
    const file = await own?.snapshots().file(url, 'note.txt');
    expect(String(file)).toBe('old');
  });

  it('is in them where the user wants that', async () => {
    const { engine, url } = await openedInside();
    const rules = join(engine.folder, '.snapshotignore');
    writeFileSync(rules, '!/data/got/\n');
    const later = await taken(engine);
    expect(await pathsIn(engine, later)).toContain('data/got/note.txt');
    const changes = await engine.workspace.snapshots().diff(url, 'now');
    expect(changes.items.map(({ path }) => path)).toContain(
      'data/got/note.txt'
    );
    const run = await engine.run();
    const after = run.steps[0]?.snapshot.after ?? '';
    expect(await pathsIn(engine, after)).toContain('data/got/note.txt');
    expect(existsSync(rules)).toBe(true);
  });
});
