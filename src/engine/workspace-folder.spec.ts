import type * as fs from 'node:fs';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Engine } from './engine';
import * as messages from './messages';
import { Refusal } from './refusal';
import { analyserOf } from './testing/notebooks';
import { workspaceOf } from './workspace-folder';

// As if somebody had made a store for all that there is.
jest.mock('node:fs', () => {
  const real = jest.requireActual<Pick<typeof fs, 'existsSync'>>('node:fs');
  const existsSync = (path: string) =>
    path === '/.kalette' || real.existsSync(path);
  return { ...real, existsSync };
});

let top: string;
let folder: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'kalette-above-'));
  folder = join(top, 'deep', 'work');
  mkdirSync(folder, { recursive: true });
});

afterEach(() => rmSync(top, { recursive: true }));

describe('the workspace of a folder', () => {
  it('is the nearest one upwards with a marker', () => {
    mkdirSync(join(top, '.kalette'));
    expect(workspaceOf(folder)).toBe(top);
    mkdirSync(join(top, 'deep', '.git'));
    expect(workspaceOf(folder)).toBe(join(top, 'deep'));
  });

  it('is never the whole file system', () =>
    expect(workspaceOf(folder)).toBe(folder));
});

describe('the whole file system', () => {
  it('gets no store', async () => {
    const engine = new Engine({
      version: '0',
      packageFolder: top,
      createAnalyser: analyserOf(null)
    });
    const was = readdirSync('/');
    await expect(engine.place('/')).rejects.toEqual(
      new Refusal(messages.wholeFileSystem('/'))
    );
    expect(readdirSync('/')).toEqual(was);
    await engine.close();
  });
});
