import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const WRITES = pipelineOf([
  {
    name: 'write',
    code: 'import os, string\nos.makedirs("out/deep")\nopen("out/a.txt", "w").write("6")\nlabel = string.Template("x")'
  }
]);

it('a snapshot is browsed folder by folder, and its files are read', async () => {
  const { run, workspace, folder } = await engineOf(WRITES);
  const id = (await run()).steps[0]?.snapshot.after ?? '';
  const snapshots = workspace.snapshots();
  const root = await snapshots.folder(id, { limit: 1 });
  expect(root).toEqual({
    items: [{ path: 'out', kind: 'folder', size: null, target: null }],
    next: 1
  });
  expect(await snapshots.folder(id, { path: 'out' })).toEqual({
    items: [
      { path: 'out/a.txt', kind: 'file', size: 1, target: null },
      { path: 'out/deep', kind: 'folder', size: null, target: null }
    ],
    next: null
  });
  expect(String(await snapshots.file(id, 'out/a.txt'))).toBe('6');
  writeFileSync(join(folder, '.hidden'), 'now');
  expect(String(await snapshots.file('now', '.hidden'))).toBe('now');
  await expect(snapshots.file('now', '../out')).rejects.toThrow();
});

it('variables of what was opened are loaded again, with more allowed', async () => {
  const { run, workspace, folder } = await engineOf(WRITES);
  const url = (await run()).steps[0]?.snapshot.after ?? '';
  const opening = workspace.opening(folder);
  const request = { notebook: 'test.ipynb', url, to: 'new' as const };
  const opened = await opening.restore({ ...request, allow: [] }, {});
  const again = await opening.again(url, {
    folder: opened.folder,
    allow: ['variables']
  });
  expect(again).toMatchObject({
    notebook: `${opened.folder}/test.ipynb`,
    variables: opened.resume?.variables,
    definitions: []
  });
  expect(again?.code).not.toBe(opened.resume?.code);
});

it('a snapshot says what it added, with variables that share a file', async () => {
  const big = pipelineOf([
    { name: 'make', code: 'data = [0.5] * 50_000\nagain = [data, data]' }
  ]);
  const { run, workspace } = await engineOf(big);
  const { before, after } = (await run()).steps[0]?.snapshot ?? {};
  const snapshots = workspace.snapshots();
  expect((await snapshots.get(before ?? '')).added).toBeLessThan(50_000);
  const { added, state, stateBytes } = await snapshots.get(after ?? '');
  const [one] = state;
  expect(state.map(({ bytes }) => bytes)).toEqual([one?.bytes, one?.bytes]);
  expect(stateBytes).toBe(one?.bytes);
  expect(added).toBeGreaterThanOrEqual(stateBytes);
  expect(added).toBeLessThan(2 * stateBytes);
});
