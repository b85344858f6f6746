import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keptEngines } from '../testing/kept-engines';
import { served } from '../testing/served';
import { holderOf } from './whereabouts';

jest.setTimeout(60_000);

const DIGEST = '5'.repeat(64);
const LINK = `snap:digits/1-train-after@sha256:${DIGEST}`;

const engineOf = keptEngines();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kalette-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function keep(folder: string): string {
  const snapshots = join(folder, '.kalette', 'snapshots', 'snapshots');
  mkdirSync(snapshots, { recursive: true });
  writeFileSync(join(snapshots, `${DIGEST}.json`), '{}');
  return folder;
}

describe('a snapshot of a link', () => {
  it('is found in the workspace that is asked first', async () => {
    keep(join(root, 'other'));
    const first = keep(join(root, 'first'));
    expect(await holderOf(LINK, first, root)).toBe(first);
  });

  it('is found in any workspace of the served folder', async () => {
    const holder = keep(join(root, 'teams', 'vision', 'digits'));
    expect(await holderOf(LINK, join(root, 'first'), root)).toBe(holder);
  });

  it('is not looked for among programs and hidden folders', async () => {
    keep(join(root, '.cache', 'digits'));
    keep(join(root, 'node_modules', 'digits'));
    expect(await holderOf(LINK, root, root)).toBeNull();
  });

  it('is looked at wherever the request comes from', async () => {
    const { ask, run, folder } = await served(engineOf);
    const { steps } = await run();
    mkdirSync(join(folder, 'elsewhere', '.git'), { recursive: true });
    const notebook = 'elsewhere/other.ipynb';
    const url = steps[0]?.snapshot.after;
    const answer = await ask('POST', '/snapshots/inspect', { notebook, url });
    expect(await answer.json()).toMatchObject({ workspace: '', url });
  });
});
