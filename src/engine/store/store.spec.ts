import * as fs from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Problem } from '../../core/api/types';
import { TWO_STEPS } from '../../core/testing/pipelines';
import { Engine } from '../engine';
import * as messages from '../messages';
import { testEngine } from '../testing/engines';
import { keptEngines } from '../testing/kept-engines';
import {
  analyserOf,
  makeWorkspace,
  pipelineOf,
  until
} from '../testing/notebooks';
import { layoutOf } from './layout';
import { openStore, type Store } from './store';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const OPTIONS = {
  version: 'test',
  packageFolder: '',
  createAnalyser: analyserOf(TWO_STEPS)
};

async function refusalOf(folder: string): Promise<Problem> {
  const engine = new Engine(OPTIONS);
  try {
    const place = await engine.place(folder).catch(reason => reason);
    return place.problem;
  } finally {
    await engine.close();
  }
}

describe('opening a store', () => {
  it('makes one that git does not see', async () => {
    const folder = makeWorkspace();
    const { store } = await openStore(folder, {});
    expect(
      fs.readFileSync(join(folder, '.kalette', '.gitignore'), 'utf8')
    ).toBe('*\n');
    await store.close();
  });

  it('says which release wrote it when that was a later one', async () => {
    const { database, home } = layoutOf(makeWorkspace());
    fs.mkdirSync(home);
    const later = new DatabaseSync(database);
    later.exec('PRAGMA user_version = 999');
    later.close();
    expect(await refusalOf(join(home, '..'))).toEqual(
      messages.storeNewer('999')
    );
  });

  it('says why when its place cannot be written', async () => {
    const { home, workspace } = layoutOf(makeWorkspace());
    // A file where the folder belongs: this stops the superuser too.
    fs.writeFileSync(home, '');
    const problem = await refusalOf(workspace);
    expect(problem).toMatchObject({ code: 'store', status: 503 });
    expect(problem.detail).toContain(home);
    expect(problem.hint).toBeTruthy();
  });

  it('goes on with what the run folders know when it is damaged', async () => {
    const before = await testEngine(TWO_STEPS);
    const run = await before.run();
    const { database, home } = before.workspace.store.layout;
    await before.workspace.move('test.ipynb', 'moved.ipynb');
    await before.engine.close();
    const bytes = fs.readFileSync(database);
    bytes.fill(0xff, 0, 4096);
    fs.writeFileSync(database, bytes);
    fs.writeFileSync(`${database}-wal`, 'left by an engine that was killed');
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const after = await engineOf(TWO_STEPS, before.folder);
    told.mockRestore();
    const found = await after.view(run.id);
    expect(found).toMatchObject({
      state: 'succeeded',
      metrics: run.metrics,
      notebook: 'moved.ipynb',
      number: 1
    });
    expect(fs.readdirSync(home).join()).toMatch(/kalette\.db\.damaged-\d+/);
  });

  it('drops what an engine was writing when it was killed', async () => {
    const folder = makeWorkspace();
    const { tmp } = layoutOf(folder);
    fs.mkdirSync(tmp, { recursive: true });
    fs.writeFileSync(join(tmp, '1-1'), 'half of an obj');
    await engineOf(TWO_STEPS, folder);
    expect(fs.readdirSync(tmp)).toEqual([]);
  });
});

describe('a run on a full disk', () => {
  it('is refused with the reason before it begins', async () => {
    const { start, workspace } = await engineOf(TWO_STEPS);
    await fill(workspace.store);
    await expect(start()).rejects.toThrow(/full/);
    await empty(workspace.store);
    expect(workspace.store.all('SELECT * FROM run')).toEqual([]);
  });

  it('waits, and goes on when there is room', async () => {
    const go = join(makeWorkspace(), 'go');
    const { start, workspace, view } = await engineOf(
      pipelineOf([
        {
          name: 'prints',
          code: `
import os, time
while not os.path.exists(os.environ['GO']): time.sleep(0.01)
print('x' * 60_000)`,
          step: { environment: { GO: go } }
        }
      ])
    );
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const id = await start();
    await until(
      'it runs',
      async () => (await view(id)).steps[0]?.cell !== null
    );
    await fill(workspace.store);
    fs.writeFileSync(go, '');
    await until('the engine says so', () => told.mock.calls.length > 0);
    expect(told.mock.calls.join()).toMatch(
      `${workspace.store.layout.home} cannot be written`
    );
    told.mockRestore();
    expect((await view(id)).state).toBe('running');
    await empty(workspace.store);
    await workspace.settled(id);
    expect((await view(id)).state).toBe('succeeded');
  });
});

// The database may not grow beyond what it has, and what it has is in use.
async function fill({ writer }: Store): Promise<void> {
  const sql = "INSERT INTO event(kind, at, data) VALUES ('fill', 0, ?)";
  await writer.write([
    { sql, values: ['x'.repeat(1_000_000)] },
    { sql: 'PRAGMA max_page_count = 1', values: [] }
  ]);
  for (let size = 1 << 16; size > 0; size >>= 1) {
    await writer.write([{ sql, values: ['x'.repeat(size)] }]).catch(() => null);
  }
}

// Somebody makes room, and the next one who writes finds it.
async function empty({ writer, layout }: Store): Promise<void> {
  const other = new DatabaseSync(layout.database);
  other.exec(
    "PRAGMA busy_timeout = 5000; DELETE FROM event WHERE kind = 'fill'"
  );
  other.close();
  await writer.write([]);
}

it('an engine that looks at a folder leaves nothing in it', async () => {
  const folder = makeWorkspace();
  const engine = new Engine(OPTIONS);
  await engine.analyse(join(folder, 'test.ipynb'));
  expect(engine.hasStore(folder)).toBe(false);
  await engine.close();
  expect(fs.readdirSync(folder).sort()).toEqual([
    'pyproject.toml',
    'test.ipynb'
  ]);
});
