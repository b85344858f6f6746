import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as messages from '../../messages';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';
import { runFile } from './run-file';

const engineOf = keptEngines();

const WRITES = pipelineOf([
  { name: 'write', code: 'open("out.txt", "w").write("of the run")' }
]);

async function ran() {
  const engine = await engineOf(WRITES);
  const run = await engine.run();
  const read = async (path: string, side: 'run' | 'now') =>
    String(await runFile(run, engine.folder, path, side));
  return { folder: engine.folder, run, read };
}

it('a file of a run is read there and in the workspace', async () => {
  const { folder, read } = await ran();
  expect(await read('out.txt', 'run')).toBe('of the run');
  await expect(read('out.txt', 'now')).rejects.toMatchObject({
    problem: messages.noFileThere('out.txt')
  });
  writeFileSync(join(folder, 'out.txt'), 'mine');
  expect(await read('out.txt', 'now')).toBe('mine');
});

it('nothing else is, wherever a path or a link leads', async () => {
  const { folder, run, read } = await ran();
  for (const path of ['test.ipynb', '../out.txt', '/etc/hostname']) {
    await expect(read(path, 'now')).rejects.toMatchObject({
      problem: messages.notOfRun(path, run.number)
    });
  }
  symlinkSync('test.ipynb', join(folder, 'out.txt'));
  await expect(read('out.txt', 'now')).rejects.toMatchObject({
    problem: messages.noFileThere('out.txt')
  });
});
