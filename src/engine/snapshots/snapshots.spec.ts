import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Restored, RestoreRequest } from '../../core/api/types';
import { ownPython } from '../kernels/find';
import * as messages from '../messages';
import { keptEngines } from '../testing/kept-engines';
import { pipelineOf } from '../testing/notebooks';
import type { TestEngine } from '../testing/engines';
import { runChanges } from './of-runs/run-changes';
import { runFile } from './of-runs/run-file';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const TRAIN = pipelineOf([
  { name: 'load', code: 'rows = [1, 2]\nalso = rows' },
  { name: 'train', code: 'open("model.txt", "w").write("6")\nmodel = {"w": 6}' }
]);

/** What is needed to open a snapshot in a new folder beside nothing. */
function opener({ workspace, folder }: TestEngine) {
  const opening = workspace.opening(folder);
  return (url: string, more: Partial<RestoreRequest> = {}): Promise<Restored> =>
    opening.restore(
      { notebook: 'test.ipynb', url, to: 'new', allow: ['cells'], ...more },
      {}
    );
}

describe('the snapshots of a run', () => {
  it('are taken before and after each step, and at its start', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const snapshots = engine.workspace.snapshots();
    const query = { notebook: null, limit: 10, next: null };
    const { items } = await snapshots.list(query);
    const named = items.map(({ step, when }) => `${when} ${step ?? ''}`.trim());
    expect(named.sort()).toEqual(
      [
        'after load',
        'after train',
        'before load',
        'before train',
        'start'
      ].sort()
    );
    const treeOf = (name: string) =>
      items.find(({ name: full }) => full === `1-${name}`)?.tree;
    expect(treeOf('load-before')).toBe(treeOf('start'));
    for (const { id, when, stateBytes = 0 } of items) {
      expect(stateBytes).toBe((await snapshots.get(id)).stateBytes);
      expect(stateBytes > 0 || when !== 'after').toBe(true);
    }
    expect(treeOf('train-after')).not.toBe(treeOf('start'));
    const { before, after } = run.steps[1]?.snapshot ?? {};
    const diff = await snapshots.diff(before ?? '', after ?? '');
    expect(diff.items).toMatchObject([{ path: 'model.txt', change: 'new' }]);
    const { state } = await snapshots.get(run.steps[0]?.snapshot.after ?? '');
    expect(state.map(({ name }) => name).sort()).toEqual(['also', 'rows']);
    const listed = items.find(
      ({ step, when }) => step === 'load' && when === 'after'
    );
    expect(listed?.variables).toBe(2);
    const added = (name: string) =>
      items.find(({ name: full }) => full === `1-${name}`)?.added;
    expect(added('start')).toBeGreaterThan(0);
    expect(added('train-before')).toBe(0);
    expect(added('train-after')).toBeGreaterThan(0);
  });

  it('bring files and variables back in a new folder', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const open = opener(engine);
    const url = run.steps[1]?.snapshot.after ?? '';
    const { folder, resume } = await open(url, { folder: 'again' });
    expect(folder).toBe('again');
    const model = join(engine.folder, 'again', 'model.txt');
    expect(readFileSync(model, 'utf8')).toBe('6');
    expect(existsSync(join(engine.folder, 'model.txt'))).toBe(false);
    const code = `${resume?.code ?? ''}\nprint("has", model["w"])`;
    const python = ownPython() ?? 'python3';
    const shown = execFileSync(python, ['-c', code], { encoding: 'utf8' });
    expect(JSON.parse(shown.split('\n')[0] ?? '')).toEqual({
      restored: ['model'],
      failed: [],
      undefined: []
    });
    expect(shown).toContain('has 6');
  });

  it('say which try of a step they are of, and the parameters', async () => {
    const retry = { times: 1, seconds: 0, factor: 1, on: 'failure' as const };
    const engine = await engineOf(
      pipelineOf([{ name: 'two', code: '1 / 0', step: { retry } }], {
        parameters: [
          { name: 'n', type: 'int', default: 5, cell: 'p' },
          { name: 'api_key', type: 'str', default: 'x', cell: 'p' }
        ]
      })
    );
    await engine.run();
    const query = { notebook: null, limit: 50, next: null };
    const { items } = await engine.workspace.snapshots().list(query);
    expect(items.map(({ when, attempt }) => [when, attempt])).toEqual([
      ['after', 2],
      ['before', 2],
      ['after', undefined],
      ['before', undefined],
      ['start', undefined]
    ]);
    const found = await engine.workspace.snapshots().get(items[0]?.id ?? '');
    expect(found.title).toBe('after two (try 2), which failed');
    expect(found.parameters).toEqual([
      { name: 'n', value: '5' },
      { name: 'api_key', value: '"…"' }
    ]);
  });

  it('hold what a failed step left, marked as no result', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'train',
          code: 'open("half.txt", "w").write("1")\nseen = [1, 2]\n1 / 0'
        }
      ])
    );
    const run = await engine.run();
    expect(run.steps[0]?.state).toBe('failed');
    const { before, after } = run.steps[0]?.snapshot ?? {};
    const found = await engine.workspace.snapshots().get(after ?? '');
    expect(found).toMatchObject({ isPartial: true, when: 'after' });
    expect(found.state.map(({ name }) => name)).toEqual(['seen']);
    const diff = await engine.workspace
      .snapshots()
      .diff(before ?? '', after ?? '');
    expect(diff.items).toMatchObject([{ path: 'half.txt', change: 'new' }]);
    const { resume } = await opener(engine)(after ?? '', { folder: 'again' });
    const python = ownPython() ?? 'python3';
    const code = `${resume?.code ?? ''}\nprint("has", seen)`;
    const shown = execFileSync(python, ['-c', code], { encoding: 'utf8' });
    expect(shown).toContain('has [1, 2]');
  });

  it('are there when a process was killed in the middle of a step', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'load',
          code: 'rows = [[1], [2]]\nother = [3, 4]',
          step: { writes: ['rows'] }
        },
        {
          name: 'train',
          code: 'import os\nopen("half.txt", "w").write("1")\nos.kill(os.getpid(), 9)',
          step: { reads: [{ variable: 'rows', from: 'load' }], after: ['load'] }
        }
      ])
    );
    const run = await engine.run();
    const { after } = run.steps[1]?.snapshot ?? {};
    const found = await engine.workspace.snapshots().get(after ?? '');
    expect(found.isPartial).toBe(true);
    expect(found.state.map(({ name }) => name)).toEqual(['other']);
    expect(found.missing).toMatchObject([
      { name: 'rows', type: 'list', reason: messages.lostWithStep() }
    ]);
    expect(found.files).toBeGreaterThan(1);
  });

  it('go back in place, and from there to where it was', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const note = join(engine.folder, 'note.txt');
    writeFileSync(note, 'mine');
    const open = opener(engine);
    const url = run.steps[1]?.snapshot.after ?? '';
    const { written, removed, safety } = await open(url, { to: 'here' });
    expect({ written, removed }).toEqual({ written: 1, removed: 1 });
    expect(existsSync(note)).toBe(false);
    await open(safety ?? '', { to: 'here' });
    expect(readFileSync(note, 'utf8')).toBe('mine');
    expect(existsSync(join(engine.folder, 'model.txt'))).toBe(false);
  });

  it('leave files alone that were to be kept', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const note = join(engine.folder, 'note.txt');
    writeFileSync(note, 'mine');
    const url = run.steps[1]?.snapshot.after ?? '';
    await opener(engine)(url, { to: 'here', keep: ['note.txt'] });
    expect(readFileSync(note, 'utf8')).toBe('mine');
  });

  it('are there without those that could not be taken, and the run goes on', async () => {
    const engine = await engineOf(TRAIN);
    writeFileSync(engine.workspace.store.layout.snapshots, 'in the way');
    const run = await engine.run();
    expect(run.state).toBe('succeeded');
    expect(run.steps[0]?.snapshot).toEqual({ before: null, after: null });
  });
});

describe('opening', () => {
  it('refuses a link that has no digest', async () => {
    const engine = await engineOf(TRAIN);
    await expect(opener(engine)('snap:a/b')).rejects.toMatchObject({
      problem: messages.noDigest('snap:a/b')
    });
    await expect(opener(engine)('nonsense')).rejects.toMatchObject({
      problem: messages.noLink('nonsense')
    });
  });

  it('does not leave the served folder', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const url = run.steps[0]?.snapshot.after ?? '';
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    const folder = `../${outside.split('/').at(-1)}/x`;
    await expect(opener(engine)(url, { folder })).rejects.toMatchObject({
      problem: messages.outsideRoot(folder)
    });
    rmSync(outside, { recursive: true });
  });

  it('says before what it would do, and writes nothing', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    writeFileSync(join(engine.folder, 'note.txt'), 'mine');
    const opening = engine.workspace.opening(engine.folder);
    const found = await opening.inspect(run.steps[1]?.snapshot.after ?? '');
    expect(found.snapshot.signer.state).toBe('own');
    expect(found.here.items).toMatchObject([
      { path: 'model.txt', change: 'new' },
      { path: 'note.txt', change: 'deleted' }
    ]);
    expect(existsSync(join(engine.folder, found.folder))).toBe(false);
    expect(existsSync(join(engine.folder, 'model.txt'))).toBe(false);
  });
});

describe('a snapshot that is taken', () => {
  it('is one, also where whoever asked has not heard of its end', async () => {
    const engine = await engineOf(TRAIN);
    const snapshots = engine.workspace.snapshots();
    const take = (name: string) =>
      snapshots.create({ notebook: null, message: 'm', name }, {});
    const first = await take('20261123T144324111Z-7de9c5c0');
    writeFileSync(join(engine.folder, 'more.txt'), 'more');
    expect(await take(first.name)).toEqual(first);
    expect((await take('other')).id).not.toBe(first.id);
  });
});

describe('files of a run', () => {
  it('are copied into the workspace, after a snapshot of it', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    const { workspace } = engine;
    const start = workspace.startOf(run.id);
    const applying = workspace.applying();
    const done = await applying.apply(run, start, ['model.txt'], {});
    expect(done).toMatchObject({ written: 1, removed: 0 });
    expect(readFileSync(join(engine.folder, 'model.txt'), 'utf8')).toBe('6');
    expect(done.safety).toMatch(/^snap:safety\//);
    const safety = await workspace.snapshots().get(done.safety ?? '');
    expect(safety).toMatchObject({ opened: null, copied: run.number });
    // What they were brought from is no snapshot to anybody.
    const all = { notebook: null, limit: 100, next: null };
    const { items } = await workspace.snapshots().list(all);
    expect((await workspace.snapshots().usage()).count).toBe(items.length);
  });

  it('do not replace what was changed since the run began', async () => {
    const engine = await engineOf(TRAIN);
    const run = await engine.run();
    writeFileSync(join(engine.folder, 'model.txt'), 'mine');
    const start = engine.workspace.startOf(run.id);
    const applying = engine.workspace.applying();
    await expect(
      applying.apply(run, start, ['model.txt'], {})
    ).rejects.toMatchObject({
      problem: messages.changedSince('model.txt', run.number)
    });
    expect(readFileSync(join(engine.folder, 'model.txt'), 'utf8')).toBe('mine');
  });

  it('may have any name that the file system takes', async () => {
    const path = 'b\\xff \\\\ ü.txt';
    const name = Buffer.concat([
      Buffer.from('b'),
      Buffer.of(0xff),
      Buffer.from(' \\ ü.txt')
    ]);
    const code = `open(bytes.fromhex("${name.toString('hex')}"), "w").write("6")`;
    const engine = await engineOf(pipelineOf([{ name: 'write', code }]));
    const run = await engine.run();
    expect(run.files?.items).toEqual([{ path, change: 'new' }]);
    const applying = engine.workspace.applying();
    const item = { path, change: 'new', before: null, after: 1 };
    const changes = async () => (await runChanges(run, engine.folder)).items;
    expect(await changes()).toEqual([item]);
    const inRun = await runFile(run, engine.folder, path, 'run');
    expect(String(inRun)).toBe('6');
    const start = engine.workspace.startOf(run.id);
    await applying.apply(run, start, [path], {});
    const there = Buffer.concat([Buffer.from(`${engine.folder}/`), name]);
    expect(readFileSync(there, 'utf8')).toBe('6');
    expect(await changes()).toEqual([]);
  });
});
