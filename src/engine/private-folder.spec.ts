import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeWorkspace, pipelineOf, until } from './testing/notebooks';
import { bundledProgram } from './testing/programs';
import { PrivateFolder } from './private-folder';

jest.setTimeout(60_000);

describe('the private folder of an engine', () => {
  it('is there from its first use to its end, for this user only', () => {
    const folder = new PrivateFolder();
    const { path } = folder;
    expect(folder.path).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    folder.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('outlives the start of another engine', () => {
    const [one, other] = [new PrivateFolder(), new PrivateFolder()];
    const paths = [one.path, other.path];
    expect(paths.map(path => existsSync(path))).toEqual([true, true]);
    one.remove();
    other.remove();
  });
});

describe('the temporary files of an engine', () => {
  const program = bundledProgram();
  const pipeline = pipelineOf([
    { name: 'waits', code: 'import time\nprint("up")\ntime.sleep(98403)' }
  ]);
  const short = pipelineOf([{ name: 'short', code: 'pass' }]);
  // Not those that begin with a dot: such a folder still waits for its name.
  const left = (temporary: string) =>
    readdirSync(temporary).filter(name => name.startsWith('kalette'));

  it('are none after it ended', async () => {
    const TMPDIR = mkdtempSync(join(tmpdir(), 'kalette-test-'));
    const folder = makeWorkspace({ pipeline: short });
    const { code } = await program.run(['run', 'test.ipynb'], folder, {
      TMPDIR
    });
    expect(code).toBe(0);
    expect(left(TMPDIR)).toEqual([]);
  });

  it('are removed by the next one when it was killed, not before', async () => {
    const TMPDIR = mkdtempSync(join(tmpdir(), 'kalette-test-'));
    const run = ['run', 'test.ipynb'];
    const folder = makeWorkspace({ pipeline });
    const { child, ended } = program.start(run, folder, { TMPDIR });
    await until('it runs', () => left(TMPDIR).length > 0);
    const [mine] = left(TMPDIR);
    await until('its host runs', () =>
      readdirSync(join(TMPDIR, `${mine}`)).some(name => /ipython/.test(name))
    );
    const other = makeWorkspace({ pipeline: short });
    expect(await program.run(run, other, { TMPDIR })).toMatchObject({
      code: 0
    });
    expect(left(TMPDIR)).toEqual([mine]);
    child.kill('SIGKILL');
    await ended;
    expect(left(TMPDIR)).toEqual([mine]);
    await program.run(['runs', 'list'], folder, { TMPDIR });
    expect(left(TMPDIR)).toEqual([]);
  });
});
