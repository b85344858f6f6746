import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lintKfp } from './lint';

const FOLDER = join(__dirname, '..', 'testdata');

const samples = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter(name => name.endsWith('.yaml'))
    .map(name => [name, readFileSync(join(FOLDER, folder, name), 'utf8')]);

describe('lintKfp agrees with what KFP 2.17 did with', () => {
  it.each(samples('.'))('%s: accepted', (_, text) => {
    expect(lintKfp(text)).toEqual([]);
  });

  it.each(samples('refused'))('%s: refused', (_, text) => {
    expect(lintKfp(text).map(({ verdict }) => verdict)).toContain('refused');
  });

  it.each(samples('ignored'))('%s: a part is dropped', (_, text) => {
    const verdicts = lintKfp(text).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['ignored']));
  });

  it.each(samples('lenient'))('%s: accepted, fails at run time', (_, text) => {
    const verdicts = lintKfp(text).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['fails-late']));
  });
});
