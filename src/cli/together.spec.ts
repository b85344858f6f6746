import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeWorkspace, pipelineOf, until } from '../engine/testing/notebooks';
import {
  bundledProgram,
  type Ended,
  type Going
} from '../engine/testing/programs';
import * as snapshotTexts from './snapshots/texts';
import * as texts from './texts';

jest.setTimeout(300_000);

const program = bundledProgram();

// Keys that are made are the test's own.
const ENV = {
  XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'kalette-together-'))
};

const RUN = ['run', 'test.ipynb', '--json'];
const FIRST = ['run', 'first.ipynb', '--json'];
const CREATE = ['snapshot', 'create', '-m', 'mine', '--json'];
const LIST = ['snapshot', 'list', '--json'];

const SLEEPY = (seconds: number) =>
  pipelineOf([
    { name: 'one', code: `import time\ntime.sleep(${seconds})\nx = 1` },
    {
      name: 'two',
      code: `import time\ntime.sleep(${seconds})\ny = 2`,
      step: { after: ['one'] }
    }
  ]);

function workspaceOf(seconds: number, files = 20): string {
  const folder = makeWorkspace({ pipeline: SLEEPY(seconds) });
  mkdirSync(join(folder, 'data'));
  for (let count = 0; count < files; count++) {
    writeFileSync(join(folder, `data/${count}.txt`), `${count} `.repeat(2000));
  }
  return folder;
}

/** Two notebooks whose steps wait until they are let go on; `test` has two, the other one. */
function gatedRuns(): {
  readonly folder: string;
  readonly open: (notebook: string, step: string) => void;
} {
  const gates = mkdtempSync(join(tmpdir(), 'kalette-gates-'));
  const step = (notebook: string, name: string) => ({
    name,
    code: `import os, time\nwhile not os.path.exists(${JSON.stringify(join(gates, `${notebook}-${name}`))}):\n    time.sleep(0.02)`
  });
  const folder = makeWorkspace({
    pipeline: pipelineOf([
      step('test', 'one'),
      { ...step('test', 'two'), step: { after: ['one'] } }
    ])
  });
  const metadata = { pipeline: pipelineOf([step('first', 'one')]) };
  writeFileSync(
    join(folder, 'first.ipynb'),
    JSON.stringify({ cells: [], metadata, nbformat: 4, nbformat_minor: 5 })
  );
  return {
    folder,
    open: (notebook, name) =>
      writeFileSync(join(gates, `${notebook}-${name}`), '')
  };
}

/** The run of one command has done its first step in the engine of another one's run. */
async function halfDone() {
  const both = gatedRuns();
  const first = start(FIRST, both.folder);
  await hasSaid(first, 'one: running');
  const second = start(RUN, both.folder);
  const isHalf = hasSaid(second, 'one: succeeded');
  both.open('test', 'one');
  await isHalf;
  return { both, first, second };
}

function start(words: readonly string[], folder: string): Going {
  return program.start(words, folder, ENV);
}

async function hasSaid({ child }: Going, text: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', more => (said += more));
  await until(`it says: ${text}`, () => said.includes(text), 30_000);
}

/** What a command that ended well must have left, seen by the next command. */
async function expectDone(
  words: readonly string[],
  ended: Ended,
  folder: string
): Promise<void> {
  expect({ words, ...ended }).toMatchObject({ code: 0, signal: null });
  const found = JSON.parse(ended.stdout);
  if (words === RUN) {
    expect(found.run.state).toBe('succeeded');
    const { stdout } = await program.run(
      ['runs', 'show', found.run.id, '--json'],
      folder,
      ENV
    );
    expect(JSON.parse(stdout).run.state).toBe('succeeded');
  } else if (words === CREATE) {
    const { stdout } = await program.run(LIST, folder, ENV);
    const ids = JSON.parse(stdout).snapshots.map(
      ({ id }: { id: string }) => id
    );
    expect(ids).toContain(found.snapshot.id);
  }
}

describe('a command whose engine others use', () => {
  it('waits for their run before it ends', async () => {
    const both = gatedRuns();
    const first = start(FIRST, both.folder);
    await hasSaid(first, 'one: running');
    const second = start(RUN, both.folder);
    await hasSaid(second, 'one: running');
    const waits = hasSaid(first, texts.waitingForOthers());
    both.open('first', 'one');
    await waits;
    both.open('test', 'one');
    both.open('test', 'two');
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect(one.code).toBe(0);
    await expectDone(RUN, two, both.folder);
    expect(two.stderr).not.toContain(texts.goingOn(1));
  });

  it('hands their run over at Ctrl-C, and nothing of it is lost', async () => {
    const { both, first, second } = await halfDone();
    const waits = hasSaid(first, texts.waitingForOthers());
    both.open('first', 'one');
    await waits;
    const goesOn = hasSaid(second, texts.goingOn(1));
    first.child.kill('SIGINT');
    await goesOn;
    both.open('test', 'two');
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect(one.stderr).toContain(texts.handingOver());
    expect(one.code).toBe(0);
    await expectDone(RUN, two, both.folder);
    expect(JSON.parse(two.stdout).run.steps[0].attempts).toBe(1);
  });

  it('begins nothing for others when it only looks', async () => {
    const folder = workspaceOf(0.5);
    await program.run(CREATE, folder, ENV);
    const all = [LIST, RUN, CREATE, LIST].map(words => start(words, folder));
    const ended = await Promise.all(all.map(going => going.ended));
    await expectDone(RUN, ended[1] as Ended, folder);
    [ended[0], ended[3]].forEach(list => {
      expect(list).toMatchObject({ code: 0 });
      expect(list?.stderr).not.toContain(texts.waitingForOthers());
    });
  });
});

describe('a command whose engine is killed with another one', () => {
  it('goes on with its run by itself', async () => {
    const { both, first, second } = await halfDone();
    const goesOn = hasSaid(second, texts.goingOn(1));
    first.child.kill('SIGKILL');
    await goesOn;
    both.open('test', 'two');
    const two = await second.ended;
    await expectDone(RUN, two, both.folder);
    expect(JSON.parse(two.stdout).run.steps[0].attempts).toBe(1);
  });

  it('begins its snapshot again', async () => {
    const folder = workspaceOf(5, 6000);
    const first = start(RUN, folder);
    await hasSaid(first, 'one: running');
    const second = start(CREATE, folder);
    await hasSaid(second, '…');
    first.child.kill('SIGKILL');
    const two = await second.ended;
    expect(two.stderr).toContain(snapshotTexts.begunAgain());
    await expectDone(CREATE, two, folder);
  });
});

describe('commands at once in one workspace', () => {
  const ORDERS = [
    [RUN, CREATE, LIST],
    [CREATE, RUN, LIST],
    [LIST, RUN, CREATE],
    [LIST, CREATE, RUN],
    [CREATE, CREATE, RUN],
    [RUN, RUN, CREATE]
  ];

  it.each(ORDERS.map(order => [order.map(([, word]) => word).join(), order]))(
    'all get what they asked for: %s',
    async (_name, order) => {
      const folder = workspaceOf(0.2);
      const ended = await Promise.all(
        (order as string[][]).map(words => start(words, folder).ended)
      );
      for (const [place, words] of (order as string[][]).entries()) {
        await expectDone(words, ended[place] as Ended, folder);
      }
    }
  );

  // Moments after the start of the first, in ms: while it opens, works, and ends.
  const MOMENTS = [300, 700, 1500];

  it.each(MOMENTS)(
    'lose nothing of the others when the first is killed after %d ms',
    async ms => {
      for (const order of ORDERS.slice(0, 3)) {
        const folder = workspaceOf(0.3);
        const [first, ...others] = order.map(words => start(words, folder));
        setTimeout(() => first?.child.kill('SIGKILL'), ms);
        const ended = await Promise.all(others.map(going => going.ended));
        await first?.ended;
        for (const [place, words] of order.slice(1).entries()) {
          const one = ended[place] as Ended;
          if (one.code === 3 && one.stderr.includes('Whether anything')) {
            // It was killed over the very request that begins something.
            expect(one.stderr).toMatch(/kalette runs list/);
            continue;
          }
          await expectDone(words, one, folder);
        }
      }
    }
  );
});
