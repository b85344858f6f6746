import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';

import type { Restored } from '../../../core/api/types';
import type { TestEngine } from '../../testing/engines';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';
import { processesWith } from '../../testing/processes';
import { APPLIED } from '../listing/catalog';

jest.setTimeout(120_000);

const engineOf = keptEngines();

/** So many files that a kill at the first one comes before the last. */
const MANY = 4000;

const NOTHING = pipelineOf([
  { name: 'one', code: 'open("made.txt", "w").write("1")' }
]);

/** What is said when the process ends that was writing: nothing is undone by itself. */
const LOST = {
  code: 'snapshot_service_lost',
  detail: expect.stringContaining('The folder may be restored in part.'),
  hint: expect.stringMatching(/^If it is, the next command here.* finishes it/)
};

/** Writes files that tell which state of the workspace they are of. */
function fill(folder: string, word: string, many: number): void {
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (let count = 0; count < many; count++) {
    writeFileSync(join(folder, `data/${count}.txt`), `${word} ${count}`);
  }
}

function filesOf(folder: string, below = ''): Record<string, string> {
  const names = readdirSync(join(folder, below));
  return Object.assign(
    {},
    ...names
      .filter(name => name !== '.kalette')
      .map(name => {
        const path = join(below, name);
        return statSync(join(folder, path)).isDirectory()
          ? filesOf(folder, path)
          : { [path]: readFileSync(join(folder, path), 'utf8') };
      })
  );
}

/** A workspace with a snapshot of its old state, and another state now. */
async function changed(many: number): Promise<{
  readonly engine: TestEngine;
  readonly url: string;
  readonly old: Record<string, string>;
  readonly now: Record<string, string>;
}> {
  const engine = await engineOf(NOTHING);
  const { folder, workspace } = engine;
  fill(folder, 'old', many);
  const old = filesOf(folder);
  const { url } = await workspace
    .snapshots()
    .create({ notebook: null, message: 'old' }, {});
  rmSync(join(folder, 'data'), { recursive: true });
  fill(folder, 'new', many);
  writeFileSync(join(folder, 'data/more.txt'), 'more');
  return { engine, url, old, now: filesOf(folder) };
}

function openHere(
  { workspace, folder }: TestEngine,
  url: string,
  onBeat: (beat: number) => void,
  signal?: AbortSignal
) {
  let beats = 0;
  const request = { notebook: 'test.ipynb', url, allow: [] };
  return workspace.opening(folder).restore(
    { ...request, to: 'here' },
    {
      onProgress: () => onBeat(++beats),
      ...(signal ? { signal } : {})
    }
  );
}

describe('opening in place', () => {
  it('leaves the workspace as it was, wherever it is cancelled', async () => {
    const { engine, url, old, now } = await changed(60);
    const outcomes = new Set<string>();
    for (let cut = 1; ; cut++) {
      const controller = new AbortController();
      const onBeat = (beat: number) => beat === cut && controller.abort();
      const end = await openHere(engine, url, onBeat, controller.signal).then(
        () => 'done',
        reason => String(reason.problem.code)
      );
      outcomes.add(end);
      expect(filesOf(engine.folder)).toEqual(end === 'done' ? old : now);
      if (end === 'done') {
        break;
      }
    }
    expect([...outcomes]).toEqual(['snapshot_cancelled', 'done']);
  });

  it('is put right after a kill, and the way back is offered', async () => {
    const { engine, url, old, now } = await changed(MANY);
    const { folder, workspace } = engine;
    await openAndKill(engine, url);
    const { recovered } = await workspace.snapshots().usage();
    expect(recovered).toMatchObject([{ how: 'resumed', folder, why: '' }]);
    expect(filesOf(folder)).toEqual(old);
    const safety = recovered[0]?.safety ?? '';
    await openHere(engine, safety, () => undefined);
    expect(filesOf(folder)).toEqual(now);
    // What was opened to its end since settles it.
    expect((await workspace.snapshots().usage()).recovered).toEqual([]);
  });

  it('is told of no more once it was left so', async () => {
    const { engine, url } = await changed(MANY);
    const { workspace } = engine;
    await openAndKill(engine, url);
    const snapshots = () => workspace.snapshots();
    expect((await snapshots().usage()).recovered).toHaveLength(1);
    await snapshots().recover('leave', {});
    expect((await snapshots().usage()).recovered).toEqual([]);
  });

  it('waits for the user when something was changed since', async () => {
    const { engine, url, now } = await changed(MANY);
    const { folder, workspace } = engine;
    await openAndKill(engine, url);
    writeFileSync(join(folder, 'data/more.txt'), 'mine');
    const there = filesOf(folder);
    const snapshots = () => workspace.snapshots();
    for (let look = 0; look < 2; look++) {
      const { recovered } = await snapshots().usage();
      expect(recovered).toMatchObject([
        { how: 'waiting', changed: ['data/more.txt'], more: 0 }
      ]);
      expect(filesOf(folder)).toEqual(there);
    }
    await expect(engine.start()).rejects.toMatchObject({
      problem: {
        code: 'half_opened',
        detail: expect.stringContaining('data/more.txt')
      }
    });
    expect(await snapshots().recover('back', {})).toMatchObject([
      { how: 'rolled-back', meanwhile: expect.stringMatching(/^snap:safety/) }
    ]);
    expect(filesOf(folder)).toEqual(now);
    expect((await snapshots().usage()).recovered).toEqual([]);
    await engine.run();
  });

  it('is put right before a run that follows takes the files', async () => {
    const { engine, url, old } = await changed(MANY);
    await openAndKill(engine, url);
    await engine.run();
    expect(filesOf(engine.folder)).toEqual(old);
  });

  it('lets no run begin meanwhile', async () => {
    const { engine, url } = await changed(60);
    const { turns } = engine.workspace;
    const refused: unknown[] = [];
    const look = () =>
      engine.start().catch((reason: unknown) => refused.push(reason));
    await turns.write(() => openHere(engine, url, () => void look()));
    expect(refused).toContainEqual(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'being_opened' })
      })
    );
    await engine.run();
  });
});

/** Opens a snapshot in place, and kills the process that does it when it has begun to write. */
async function openAndKill(
  { workspace, folder }: TestEngine,
  url: string
): Promise<void> {
  const own = ownServices();
  expect(own).not.toEqual([]);
  let isWriting = false;
  const opening = workspace.opening(folder).restore(
    { notebook: 'test.ipynb', url, to: 'here', allow: [] },
    {
      onProgress: ({ phase }) => {
        isWriting ||= phase === 'write';
        if (isWriting) {
          own.forEach(kill);
        }
      }
    }
  );
  await expect(opening).rejects.toMatchObject({ problem: LOST });
  expect(isWriting).toBe(true);
}

function ownServices(): readonly number[] {
  return processesWith('-m kalette.snapshots')
    .map(line => Number(line.trim().split(' ')[0]))
    .filter(pid => parentOf(pid) === process.pid);
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/**
 * A run that leaves files, as many as are listed of a run and so large that a kill at the first
 * one comes before the last, and a workspace that has others of their names.
 */
async function manyFiles(): Promise<{
  readonly engine: TestEngine;
  readonly paths: readonly string[];
  readonly apply: (onPhase: (phase: string) => void) => Promise<Restored>;
}> {
  const engine = await engineOf(
    pipelineOf([
      {
        name: 'one',
        code: 'import os\nos.makedirs("data", exist_ok=True)\nfor n in range(450):\n    open(f"data/{n}.txt", "w").write("run " * 50_000)'
      }
    ])
  );
  const { folder, workspace } = engine;
  fill(folder, 'mine', 450);
  const run = await engine.run();
  const start = workspace.startOf(run.id);
  const paths = run.files?.items.map(({ path }) => path) ?? [];
  return {
    engine,
    paths,
    apply: onPhase =>
      workspace.applying().apply(run, start, paths, {
        onProgress: ({ phase }) => onPhase(phase)
      })
  };
}

describe('copying files of a run', () => {
  it('is put right after a kill, and the way back is known', async () => {
    const { engine, paths, apply } = await manyFiles();
    const { folder, workspace } = engine;
    const mine = filesOf(folder);
    // Known before: looking for it takes longer than writing.
    const own = ownServices();
    expect(own).not.toEqual([]);
    let isWriting = false;
    const applied = apply(phase => {
      isWriting ||= phase === 'write';
      if (isWriting) {
        own.forEach(kill);
      }
    });
    await expect(applied).rejects.toMatchObject({ problem: LOST });
    expect(isWriting).toBe(true);
    const { recovered } = await workspace.snapshots().usage();
    expect(recovered).toMatchObject([{ how: 'resumed', folder, why: '' }]);
    const texts = paths.map(path => readFileSync(join(folder, path), 'utf8'));
    expect([paths.length, [...new Set(texts)]]).toEqual([
      450,
      ['run '.repeat(50_000)]
    ]);
    await openHere(engine, recovered[0]?.safety ?? '', () => undefined);
    expect(filesOf(folder)).toEqual(mine);
  });

  it('keeps what is beside them, modes and folders', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'one',
          code: 'import os\nos.remove("old/gone.txt")\nos.makedirs("new/deep")\nopen("new/deep/a", "w").write("1")\nos.chmod("new/deep/a", 0o755)'
        }
      ])
    );
    const { folder, workspace } = engine;
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'old/gone.txt'), 'x');
    const run = await engine.run();
    writeFileSync(join(folder, 'mine.txt'), 'since');
    const done = await workspace
      .applying()
      .apply(
        run,
        workspace.startOf(run.id),
        ['old/gone.txt', 'new/deep/a'],
        {}
      );
    expect(done).toMatchObject({ written: 1, removed: 1 });
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('since');
    expect(readdirSync(join(folder, 'old'))).toEqual([]);
    const mode = (path: string) =>
      statSync(join(folder, path)).mode & 0o777 & ~process.umask();
    expect(mode('new/deep/a')).toBe(0o755 & ~process.umask());
    expect(mode('new')).toBe(0o777 & ~process.umask());
    const page = { notebook: null, limit: 50, next: null };
    const { items } = await workspace.snapshots().list(page);
    expect(items.map(({ bucket }) => bucket)).not.toContain(APPLIED);
  });

  it('leaves the workspace as it was when it is cancelled', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'one',
          code: 'for name in "abc":\n    open(name, "w").write("run")'
        }
      ])
    );
    const { folder, workspace } = engine;
    writeFileSync(join(folder, 'a'), 'mine');
    const run = await engine.run();
    const controller = new AbortController();
    controller.abort();
    const start = workspace.startOf(run.id);
    const before = filesOf(folder);
    await expect(
      workspace
        .applying()
        .apply(run, start, ['a', 'b'], { signal: controller.signal })
    ).rejects.toMatchObject({ problem: { code: 'snapshot_cancelled' } });
    expect(filesOf(folder)).toEqual(before);
  });
});
