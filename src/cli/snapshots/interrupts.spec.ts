import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeWorkspace, until } from '../../engine/testing/notebooks';
import {
  bundledProgram,
  type Ended,
  type Going
} from '../../engine/testing/programs';
import * as texts from './texts';

jest.setTimeout(300_000);

const program = bundledProgram();
const ENV = {
  XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'kalette-interrupts-'))
};
const MANY = 3000;

function fill(folder: string, word: string): void {
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (let count = 0; count < MANY; count++) {
    writeFileSync(join(folder, `data/${count}.txt`), `${word} ${count}`);
  }
}

/** The first words of the files; of one that goes while it is looked at, a word of its own. */
function words(folder: string): readonly string[] {
  const data = join(folder, 'data');
  const found = readdirSync(data).map(name => {
    try {
      return readFileSync(join(data, name), 'utf8').split(' ')[0] ?? '';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return `(gone: ${name})`;
      }
      throw error;
    }
  });
  return [...new Set(found)];
}

function start(line: readonly string[], folder: string): Going {
  return program.start(line, folder, ENV);
}

/** As a terminal does it: every process of the group is told. */
function press({ child }: Going, signal: NodeJS.Signals = 'SIGINT'): void {
  if (child.exitCode === null && child.signalCode === null) {
    process.kill(-(child.pid ?? 0), signal);
  }
}

async function hasSaid({ child }: Going, text: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', more => (said += more));
  await until(`it says: ${text}`, () => said.includes(text), 30_000);
}

async function taken(folder: string): Promise<string> {
  const { stdout } = await program.run(['snapshot', 'create'], folder, ENV);
  return stdout.trim();
}

async function count(folder: string): Promise<number> {
  const line = ['snapshot', 'list', '--json'];
  const { stdout } = await program.run(line, folder, ENV);
  return JSON.parse(stdout).snapshots.length;
}

function expectNoTrace({ stderr }: Ended): void {
  expect(stderr).not.toMatch(/Traceback|KeyboardInterrupt|^ +at /m);
}

describe('Ctrl-C while a snapshot is opened in place', () => {
  let folder: string;
  let old: string;
  beforeAll(async () => {
    folder = makeWorkspace();
    fill(folder, 'old');
    old = await taken(folder);
  });

  it.each([
    ['SIGINT', 0],
    ['SIGINT', 150],
    ['SIGINT', 400],
    ['SIGINT', 900],
    ['SIGTERM', 300]
  ] as const)(
    'by %s %d ms after it began leaves one of the two, and says which',
    async (signal, ms) => {
      fill(folder, 'new');
      const going = start(['snapshot', 'restore', old, '--here'], folder);
      await hasSaid(going, '…');
      await new Promise(done => setTimeout(done, ms));
      press(going, signal);
      const ended = await going.ended;
      expectNoTrace(ended);
      if (ended.stderr.includes(texts.cancelled('restore'))) {
        expect(ended.code).toBe(130);
        expect(words(folder)).toEqual(['new']);
      } else if (ended.code === 130) {
        expect(ended.stderr).toContain(texts.doneAfterAll());
        expect(words(folder)).toEqual(['old']);
        const [, url = ''] =
          /kalette snapshot restore (\S+) --here/.exec(ended.stderr) ?? [];
        await program.run(['snapshot', 'restore', url, '--here'], folder, ENV);
        expect(words(folder)).toEqual(['new']);
      } else {
        // It was quicker than the signal.
        expect(ended.code).toBe(0);
        expect(words(folder)).toEqual(['old']);
      }
    }
  );

  it('twice leaves at once, and the next command puts right the rest', async () => {
    fill(folder, 'new');
    const going = start(['snapshot', 'restore', old, '--here'], folder);
    await hasSaid(going, '…');
    press(going);
    press(going);
    const ended = await going.ended;
    expectNoTrace(ended);
    expect(ended.code).toBe(130);
    if (ended.stderr.includes(texts.leftAtOnce())) {
      await until('it is whole', () => words(folder).length === 1);
    }
    expect(await count(folder)).toBeGreaterThan(0);
    expect(words(folder)).toHaveLength(1);
  });
});

describe('Ctrl-C', () => {
  it.each([30, 100, 250, 500, 800])(
    'after %d ms of taking a snapshot leaves none, or one that it names',
    async ms => {
      const folder = makeWorkspace();
      fill(folder, 'new');
      const going = start(['snapshot', 'create'], folder);
      await new Promise(done => setTimeout(done, ms));
      press(going);
      const ended = await going.ended;
      expectNoTrace(ended);
      const isDone = ended.stdout.trim() !== '';
      // Early on there is nobody yet who could hear it, and in the end nobody any more.
      expect([130, null, ...(isDone ? [0] : [])]).toContain(ended.code);
      const isTold = ended.stderr.includes(texts.doneAfterAll());
      expect(isDone || !isTold).toBe(true);
      expect(await count(folder)).toBe(isDone ? 1 : 0);
    }
  );

  it('while it is published and fetched says what became of it', async () => {
    const folder = makeWorkspace();
    fill(folder, 'new');
    const url = await taken(folder);
    const remote = join(mkdtempSync(join(tmpdir(), 'kalette-')), 'remote');
    const going = start(['snapshot', 'publish', url, remote], folder);
    await new Promise(done => setTimeout(done, 500));
    press(going);
    const ended = await going.ended;
    expectNoTrace(ended);
    if (ended.code === 130) {
      const said = [
        texts.nothingBegun(),
        texts.cancelled('publish'),
        texts.doneAfterAll()
      ];
      expect(said.some(text => ended.stderr.includes(text))).toBe(true);
    } else {
      expect([0, null]).toContain(ended.code);
    }
    const line = ['snapshot', 'publish', url, remote];
    const again = await program.run(line, folder, ENV);
    expect(again.code === 0 ? '' : again.stderr).toBe('');
    const other = makeWorkspace();
    const link = again.stdout.trim();
    const fetching = start(['snapshot', 'fetch', link], other);
    await new Promise(done => setTimeout(done, 500));
    press(fetching);
    const fetched = await fetching.ended;
    expectNoTrace(fetched);
    const isDone = fetched.stdout.trim() !== '';
    expect([130, null, ...(isDone ? [0] : [])]).toContain(fetched.code);
    expect(await count(other)).toBe(isDone ? 1 : 0);
    expect(existsSync(join(other, 'data'))).toBe(false);
  });
});
