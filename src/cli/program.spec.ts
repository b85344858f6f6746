import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Diagnostic } from '../core/diagnostic';
import { TWO_STEPS } from '../core/testing/pipelines';
import * as messages from '../engine/messages';
import { makeWorkspace, pipelineOf, until } from '../engine/testing/notebooks';
import { bundledProgram } from '../engine/testing/programs';
import * as texts from './texts';

jest.setTimeout(60_000);

const program = bundledProgram();
const NOTEBOOK = 'test.ipynb';

const kalette = (
  folder: string,
  line: string,
  env: Record<string, string> = {}
) => program.run(line.split(' '), folder, env);

const ERROR: Diagnostic = {
  code: 'DF999',
  severity: 'error',
  message: 'This is wrong.',
  hint: 'Do it otherwise.',
  where: {
    cell: 'x',
    index: 2,
    start: { line: 4, column: 7 },
    end: { line: 4, column: 9 }
  }
};
const WARNING: Diagnostic = { ...ERROR, severity: 'warning' };
const LINES = (severity: string) =>
  `${NOTEBOOK}:cell 3:4:7: ${severity} DF999: This is wrong.\n  Do it otherwise.\n`;

const FAILS = pipelineOf([
  { name: 'good', code: 'x = 1' },
  { name: 'bad', code: 'y = 1\n\nboom = 1 / 0', step: { after: ['good'] } }
]);

describe('check', () => {
  it('prints the document and nothing else with --json', async () => {
    const folder = makeWorkspace({
      pipeline: TWO_STEPS,
      diagnostics: [WARNING]
    });
    const { code, stdout, stderr } = await kalette(
      folder,
      `check ${NOTEBOOK} --json`
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      pipeline: TWO_STEPS,
      diagnostics: [WARNING]
    });
  });

  it('tells diagnostics on standard error, and the steps as the result', async () => {
    const folder = makeWorkspace({
      pipeline: TWO_STEPS,
      diagnostics: [WARNING]
    });
    const { code, stdout, stderr } = await kalette(folder, `check ${NOTEBOOK}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: LINES('warning') });
    expect(stdout).toMatch(/^sum up +make_data +data/m);
  });

  it('fails where there are errors, and writes nothing', async () => {
    const folder = makeWorkspace({ pipeline: null, diagnostics: [ERROR] });
    for (const line of [
      `check ${NOTEBOOK}`,
      `compile ${NOTEBOOK} --target kfp`,
      `run ${NOTEBOOK}`
    ]) {
      expect(await kalette(folder, line)).toEqual({
        code: 1,
        signal: null,
        stdout: '',
        stderr: LINES('error')
      });
    }
    expect(existsSync(join(folder, '.kalette'))).toBe(false);
  });
});

describe('a document is printed with --json', () => {
  it.each([
    [`run ${NOTEBOOK} --colour`, 2, 'usage'],
    [`run ${NOTEBOOK} -p other=1`, 2, 'usage'],
    [`run ${NOTEBOOK} --kernel nope`, 3, 'kernel'],
    ['check missing.ipynb', 2, 'notebook_unreadable'],
    ['runs show 7', 2, 'usage'],
    ['snapshot show nope', 2, 'snapshot_missing'],
    ['snapshot trust abc me', 2, 'usage']
  ])('also where “%s” fails', async (line, exit, error) => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const { code, stdout, stderr } = await kalette(folder, `${line} --json`);
    expect(code).toBe(exit);
    const found = JSON.parse(stdout);
    expect(found).toEqual({
      version: 1,
      error: expect.objectContaining({
        code: expect.stringContaining(error)
      })
    });
    expect(stderr).toContain(found.error.detail);
  });

  it('also where the notebook has errors', async () => {
    const folder = makeWorkspace({ pipeline: null, diagnostics: [ERROR] });
    const { code, stdout } = await kalette(folder, `run ${NOTEBOOK} --json`);
    expect(code).toBe(1);
    const diagnostics = [ERROR];
    expect(JSON.parse(stdout)).toEqual({ version: 1, run: null, diagnostics });
  });
});

describe('the words of a command', () => {
  it.each([
    ['', 2],
    ['nonsense', 2],
    ['check', 2],
    [`compile ${NOTEBOOK}`, 2],
    [`compile ${NOTEBOOK} --target marathon`, 2],
    [`run ${NOTEBOOK} --colour`, 2],
    [`run ${NOTEBOOK} --until nowhere`, 2],
    [`run ${NOTEBOOK} -p rate=fast`, 2],
    [`run ${NOTEBOOK} -p rate`, 2],
    [`run ${NOTEBOOK} -p other=1`, 2],
    [`run ${NOTEBOOK} --kernel nope`, 3],
    ['check missing.ipynb', 2],
    ['check .', 2],
    ['runs show 7', 2],
    ['runs', 2]
  ])(
    '"%s" ends with %d, says why, and prints no result',
    async (line, exit) => {
      const folder = makeWorkspace({ pipeline: TWO_STEPS });
      const { code, stdout, stderr } = await kalette(folder, line);
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
      // The bare names of groups print their help.
      expect(stderr).toMatch(/^(?:error: |Usage: )\S/m);
      expect(stderr).not.toMatch(/^ +at /m);
    }
  );

  it('names type and cell of a wrong parameter', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const { stderr } = await kalette(folder, `run ${NOTEBOOK} -p rate=fast`);
    const why = texts.wrongValue('rate', 'fast', 'float', null);
    expect(stderr).toBe(`error: ${why}\n`);
  });

  it('names the steps when there is none of a name', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const { stderr } = await kalette(folder, `run ${NOTEBOOK} --until metrics`);
    const names = TWO_STEPS.steps.map(({ name }) => name);
    const { detail, hint } = messages.unknownStep('metrics', names);
    expect(stderr).toBe(`error: ${detail}\n  ${hint}\n`);
    names.forEach(name => expect(stderr).toContain(name));
  });

  it('takes --fresh, of which its help promises nothing', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const { stdout } = await kalette(folder, 'run --help');
    expect(stdout).not.toContain('--fresh');
    const { code } = await kalette(folder, `run ${NOTEBOOK} --fresh`);
    expect(code).toBe(0);
  });

  it.each(['--help', 'run --help', '--version'])(
    'answers %s as its result',
    async line => {
      const { code, stdout, stderr } = await kalette(makeWorkspace(), line);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toBe('');
    }
  );
});

describe('compile', () => {
  it('writes the same document to a file as to standard output', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const line = `compile ${NOTEBOOK} --target kfp`;
    const first = await kalette(folder, line);
    const second = await kalette(folder, `${line} -o out.yaml`);
    expect([first.code, second.code, second.stdout]).toEqual([0, 0, '']);
    expect(first.stdout).toContain('schemaVersion: 2.1.0');
    const { stdout } = await kalette(folder, line);
    expect(stdout).toBe(first.stdout);
  });

  it('says where it could not write', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const line = `compile ${NOTEBOOK} --target kfp -o no/where.yaml`;
    const { code, stderr } = await kalette(folder, line);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: -o no\/where.yaml: .*ENOENT/m);
  });
});

describe('run', () => {
  it('prints one document; progress goes to standard error', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const { code, stdout, stderr } = await kalette(
      folder,
      `run ${NOTEBOOK} -p rate=0.5 --json`
    );
    const { version, run } = JSON.parse(stdout);
    expect({ code, version }).toEqual({ code: 0, version: 1 });
    expect(run).toMatchObject({
      state: 'succeeded',
      parameters: { rate: 0.5 },
      metrics: { total: 3 },
      steps: [
        { name: 'make_data', state: 'succeeded', attempts: 1, error: null },
        { name: 'sum up', state: 'succeeded', attempts: 1, error: null }
      ]
    });
    expect(existsSync(run.steps[0].report)).toBe(true);
    expect(run.startedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(stderr).toContain('sum up: running\n');
  });

  it('names cell, line and error of a step that failed', async () => {
    const folder = makeWorkspace({ pipeline: FAILS });
    const { code, stderr } = await kalette(folder, `run ${NOTEBOOK}`);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${NOTEBOOK}:cell 2:3:1: error ZeroDivisionError: step bad: division by zero`
    );
    expect(stderr).toContain('  cell 2, line 3, in <module>: boom = 1 / 0\n');
    const { stdout } = await kalette(folder, 'runs show 1 --json');
    expect(JSON.parse(stdout).run.steps[1].error).toMatchObject({
      name: 'ZeroDivisionError',
      index: 1,
      line: 3
    });
  });

  it('counts the frames of a recursion that did not end', async () => {
    const code = 'def f(n):\n    return f(n + 1)\nf(0)';
    const folder = makeWorkspace({
      pipeline: pipelineOf([{ name: 'deep', code }])
    });
    const { stderr } = await kalette(folder, `run ${NOTEBOOK}`);
    expect(stderr).toContain('error RecursionError: step deep: ');
    expect(stderr.match(/, in f: return f\(n \+ 1\)$/gm)).toHaveLength(3);
    expect(stderr).toMatch(/^ {2}\.\.\. the same \d{3} lines again$/m);
  });

  it('says what it found in place of a Python', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const kernels = join(folder, 'jupyter', 'kernels', 'gone');
    mkdirSync(kernels, { recursive: true });
    const file = join(kernels, 'kernel.json');
    const argv = ['/nowhere/python', '-m', 'ipykernel_launcher'];
    writeFileSync(file, JSON.stringify({ argv, language: 'python' }));
    const { code, stderr } = await kalette(
      folder,
      `run ${NOTEBOOK} --kernel gone`,
      { JUPYTER_PATH: join(folder, 'jupyter') }
    );
    const { detail, hint } = messages.kernelProblem('gone', {
      kind: 'broken',
      file,
      command: '/nowhere/python'
    });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `error: ${detail}\n  ${hint}\n`
    });
  });

  it('ends with 130 when it is interrupted, and keeps the run', async () => {
    const pipeline = pipelineOf([
      { name: 'slow', code: 'import time\ntime.sleep(60)' }
    ]);
    const folder = makeWorkspace({ pipeline });
    const { child, ended } = program.start(['run', NOTEBOOK], folder);
    let said = '';
    child.stderr?.on('data', text => (said += text));
    await until('it runs', () => said.includes('slow: running'));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('cancelled');
    const listed = await kalette(folder, 'runs list --json');
    expect(JSON.parse(listed.stdout).runs).toMatchObject([
      { number: 1, state: 'cancelled' }
    ]);
  });
});

describe('a step that does not listen', () => {
  const ready = join(mkdtempSync(join(tmpdir(), 'kalette-')), 'ready');
  const pipeline = pipelineOf([
    {
      name: 'deaf',
      code: `
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(${JSON.stringify(ready)}, 'w').close()
time.sleep(60)`
    }
  ]);
  afterAll(() => rmSync(ready, { force: true }));

  it('is ended by force at the second Ctrl-C', async () => {
    const folder = makeWorkspace({ pipeline });
    const { child, ended } = program.start(['run', NOTEBOOK], folder);
    let said = '';
    child.stderr?.on('data', text => (said += text));
    await until('it runs', () => existsSync(ready));
    child.kill('SIGINT');
    await until('it is waited for', () =>
      said.includes(messages.waitsForEnd('deaf', 'cancelled', 9))
    );
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(texts.forcing());
    expect(stderr).toContain(messages.endedByForce('deaf'));
  });
});

describe('runs', () => {
  it('are listed, shown, read and removed', async () => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const none = await kalette(folder, 'runs list');
    expect(none.stdout).toBe(`${texts.noRuns()}\n`);
    await kalette(folder, `run ${NOTEBOOK}`);
    const { stdout } = await kalette(folder, 'runs list --json');
    const [run] = JSON.parse(stdout).runs;
    expect(run).toMatchObject({ number: 1, notebook: NOTEBOOK, done: 2 });
    const shown = await kalette(folder, `runs show ${run.id.slice(0, 12)}`);
    expect(shown.stdout).toMatch(/^rate +2\.0$/m);
    expect(shown.stdout).toMatch(/^total +12\.0$/m);
    expect((await kalette(folder, 'runs list')).stdout).toContain('total=12.0');
    const logs = await kalette(folder, 'runs logs 1 make_data');
    expect(logs).toMatchObject({ code: 0, stdout: '4\n' });
    const wrong = await kalette(folder, 'runs logs 1 other');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    const again = await kalette(folder, 'runs resume 1');
    const { detail } = messages.notContinued(1, 'succeeded');
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain(`error: ${detail}\n`);
    const removed = await kalette(folder, 'runs remove 1');
    expect(removed).toMatchObject({
      code: 0,
      stdout: `${texts.removed(`${NOTEBOOK}:1`)}\n`
    });
    expect((await kalette(folder, 'runs list')).stdout).toBe(none.stdout);
  });
});

describe('doctor', () => {
  it('finds what runs need', async () => {
    const { code, stdout } = await kalette(makeWorkspace(), 'doctor --json');
    const { ok, checks } = JSON.parse(stdout);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    const named = checks.map((check: { name: string }) => check.name);
    expect(named).toEqual(
      expect.arrayContaining([
        'kalette',
        'Node',
        'runtime of the steps',
        'store'
      ])
    );
  });

  it('says what is missing, and how to get it', async () => {
    const folder = makeWorkspace();
    writeFileSync(join(folder, '.kalette'), '');
    const { code, stdout } = await kalette(folder, 'doctor --json', {
      KALETTE_TEST_PACKAGE: folder
    });
    const { ok, checks } = JSON.parse(stdout);
    expect({ code, ok }).toEqual({ code: 3, ok: false });
    for (const name of ['runtime of the steps', 'store']) {
      expect(checks).toContainEqual({
        name,
        state: 'bad',
        detail: expect.stringContaining(folder),
        hint: expect.any(String)
      });
    }
  });
});
