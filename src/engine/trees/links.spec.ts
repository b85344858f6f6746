import {
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { layoutOf } from '../store/layout';
import { copyTree, LARGE } from './copy';
import { type CopiedLink, keepLinks, keptLinks } from './links';

describe('links of a folder that is copied', () => {
  let place: string;
  const at = (...path: string[]) => join(place, ...path);

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'kalette-links-'));
    mkdirSync(at('own', 'data'), { recursive: true });
    writeFileSync(at('own', 'data', 'x'), 'x');
  });

  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  it.each([
    ['stays as it is written', 'data/../data/x', 'data/../data/x'],
    ['is not absolute where it stays inside', '/own/data/x', 'data/x'],
    ['does not lead out and back in', '../own/data/x', 'data/x'],
    ['points to where it did outside', '../other/x', '/other/x']
  ])('%s', async (_, text, expected) => {
    const full = (path: string) => (path.startsWith('/') ? at(path) : path);
    symlinkSync(full(text), at('own', 'link'));
    const links: CopiedLink[] = [];
    await copyTree(at('own'), at('copy'), LARGE, links);
    const copied = readlinkSync(at('copy', 'link'));
    expect(copied).toBe(full(expected));
    const changed = { path: 'link', copied, written: full(text) };
    expect(links).toEqual(text === expected ? [] : [changed]);
  });

  it('are known as long as the run is, if there are some', async () => {
    const layout = layoutOf(place);
    mkdirSync(join(layout.runs, 'run'), { recursive: true });
    const links = [{ path: 'a', copied: '/b', written: '../b' }];
    await keepLinks(layout, 'run', links);
    expect(await keptLinks(layout, 'run')).toEqual(links);
    await keepLinks(layout, 'run', []);
    expect(await keptLinks(layout, 'run')).toEqual([]);
  });
});
