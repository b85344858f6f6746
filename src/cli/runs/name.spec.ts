import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { TWO_STEPS } from '../../core/testing/pipelines';
import { makeWorkspace } from '../../engine/testing/notebooks';
import { bundledProgram } from '../../engine/testing/programs';
import * as texts from '../texts';

jest.setTimeout(60_000);

const program = bundledProgram();

const kalette = (folder: string, line: string) =>
  program.run(line.split(' '), folder);

interface Listed {
  readonly id: string;
  readonly notebook: string;
  readonly number: number;
  readonly startedAt: string;
}

async function runsOf(folder: string): Promise<Listed[]> {
  const { stdout } = await kalette(folder, 'runs list --json');
  return JSON.parse(stdout).runs;
}

/** A workspace whose two notebooks, one in a folder, have a run number 1 each. */
async function twoNotebooks(): Promise<string> {
  const folder = makeWorkspace({ pipeline: TWO_STEPS });
  mkdirSync(join(folder, 'eu'));
  copyFileSync(join(folder, 'test.ipynb'), join(folder, 'eu', 'sales.ipynb'));
  await kalette(folder, 'run test.ipynb');
  await kalette(folder, 'run eu/sales.ipynb');
  return folder;
}

it('a run is named by notebook and number, as the list has it', async () => {
  const folder = await twoNotebooks();
  const [sales] = await runsOf(folder);
  const { stdout } = await kalette(folder, 'runs list');
  expect(stdout).toMatch(/^eu\/sales\.ipynb:1 +succeeded .*\ntest\.ipynb:1 /m);
  const below = join(folder, 'eu');
  for (const [from, name] of [
    [folder, 'eu/sales.ipynb:1'],
    [folder, './eu/sales.ipynb:#1'],
    [folder, join(folder, 'eu/sales.ipynb:1')],
    [below, 'sales.ipynb:1'],
    [below, 'sales:1'],
    [folder, 'eu/sales:#1'],
    [below, 'eu/sales.ipynb:1']
  ] as const) {
    const shown = await kalette(from, `runs show ${name} --json`);
    expect([name, shown.stderr, shown.code]).toEqual([name, '', 0]);
    expect(JSON.parse(shown.stdout).run.id).toBe(sales?.id);
  }
  const removed = await kalette(below, 'runs remove ../test.ipynb:1');
  expect(removed.code).toBe(0);
  expect(await runsOf(folder)).toMatchObject([{ id: sales?.id }]);
  // Now only one has the number.
  expect((await kalette(folder, 'runs show 1')).code).toBe(0);
  const missing = await kalette(folder, 'runs show test.ipynb:1');
  expect(missing).toMatchObject({
    code: 2,
    stderr: `error: ${texts.noSuchRun('test.ipynb:1')}\n`
  });
});

it('a name that several runs have lists them', async () => {
  const folder = await twoNotebooks();
  const runs = await runsOf(folder);
  const choices = runs.map(({ notebook, number, startedAt }) => [
    `${notebook}:${number}`,
    'succeeded',
    startedAt.slice(0, 16).replace('T', ' ')
  ]);
  const [newest] = runs;
  for (const name of ['1', newest?.id.slice(0, 4) ?? '']) {
    const { code, stdout, stderr } = await kalette(folder, `runs show ${name}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`error: ${texts.ambiguousRun(name, choices)}\n`);
  }
  expect(texts.ambiguousRun('1', choices)).toContain('eu/sales.ipynb:1  ');
});

it('the end of an id names a run', async () => {
  const folder = await twoNotebooks();
  for (const { id, notebook } of await runsOf(folder)) {
    const { stdout } = await kalette(folder, `runs show ${id.slice(-8)}`);
    expect(stdout).toContain(`of ${notebook}: `);
  }
});
