import * as fs from 'node:fs';
import { join } from 'node:path';

import { makeWorkspace } from '../testing/notebooks';
import { layoutOf } from './layout';
import { digestOf, ObjectStore } from './objects';
import { makeHome } from './store';

async function objectsOf() {
  const layout = layoutOf(makeWorkspace());
  await makeHome(layout);
  return { layout, objects: new ObjectStore(layout) };
}

const filesIn = (folder: string) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name }) => name);

describe('an object', () => {
  it('is named after its content and cannot be written any more', async () => {
    const { objects } = await objectsOf();
    const { digest, bytes } = await objects.put('hello');
    const hex =
      '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    expect({ digest, bytes }).toEqual({ digest: `sha256:${hex}`, bytes: 5 });
    const file = objects.path(digest);
    expect(fs.readFileSync(file, 'utf8')).toBe('hello');
    expect(fs.statSync(file).mode & 0o777).toBe(0o444);
    expect(file.endsWith(join('2c', hex.slice(2)))).toBe(true);
  });

  it('is kept once, however it comes', async () => {
    const { layout, objects } = await objectsOf();
    const source = join(layout.workspace, 'source');
    fs.writeFileSync(source, 'hello');
    const first = await objects.put('hello');
    expect(await objects.copy(source)).toEqual(first);
    expect(await objects.adopt(source)).toEqual(first);
    expect(filesIn(layout.objects)).toHaveLength(1);
    expect(filesIn(layout.tmp)).toEqual([]);
    expect(fs.existsSync(source)).toBe(false);
  });

  it('that is only half there is written again', async () => {
    const { objects } = await objectsOf();
    const file = objects.path(digestOf('hello'));
    fs.mkdirSync(join(file, '..'), { recursive: true });
    fs.writeFileSync(file, 'hel');
    const { digest } = await objects.put('hello');
    expect(fs.readFileSync(objects.path(digest), 'utf8')).toBe('hello');
  });

  it('leaves nothing when it cannot be written whole', async () => {
    const { layout, objects } = await objectsOf();
    // Where the object belongs stands something that is no folder.
    const digest = digestOf('hello');
    fs.writeFileSync(join(objects.path(digest), '..'), '');
    await expect(objects.put('hello')).rejects.toMatchObject({
      code: expect.stringMatching(/^(EEXIST|ENOTDIR)$/)
    });
    expect(filesIn(layout.tmp)).toEqual([]);
  });
});
