import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keptEngines } from '../../testing/kept-engines';
import { served } from '../../testing/served';
import { remoteFrom } from '../remotes/remotes';
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

  it('is looked at from a folder without snapshots, which gets no store', async () => {
    const { ask, run, folder, workspace } = await served(engineOf);
    const { steps } = await run();
    const after = steps[0]?.snapshot.after ?? '';
    const { url } = await workspace
      .snapshots()
      .publish(after, { remote: join(root, 'remote'), withSecrets: false }, {});
    const other = join(folder, 'elsewhere');
    mkdirSync(join(other, '.git'), { recursive: true });
    const notebook = 'elsewhere/other.ipynb';
    const body = { notebook, url };
    const answer = await ask('POST', '/snapshots/inspect', body);
    expect(await answer.json()).toMatchObject({
      workspace: 'elsewhere',
      isHere: false,
      snapshot: { step: steps[0]?.name }
    });
    expect(readdirSync(other)).toEqual(['.git']);
  });
});

describe('a remote', () => {
  it('that is a folder begins at what is served', () => {
    expect(remoteFrom('/home/ada', 'shared/x')).toBe('/home/ada/shared/x');
    expect(remoteFrom('/home/ada', '/mnt/x')).toBe('/mnt/x');
    expect(remoteFrom('/home/ada', '~/x')).toBe('~/x');
    expect(remoteFrom('/home/ada', 's3://b/x')).toBe('s3://b/x');
  });
});
