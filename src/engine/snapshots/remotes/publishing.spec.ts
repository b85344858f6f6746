import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();
let remote: string;

beforeEach(() => {
  remote = mkdtempSync(join(tmpdir(), 'kalette-remote-'));
});

afterEach(() => rmSync(remote, { recursive: true, force: true }));

it('sends what looks like a secret only where that was agreed to', async () => {
  const engine = await engineOf(pipelineOf([{ name: 'one', code: 'x = 1' }]));
  for (const name of ['.env', 'a.pem', 'b.pem', 'c.pem', 'd.pem', 'e.pem']) {
    writeFileSync(join(engine.folder, name), '');
  }
  writeFileSync(join(engine.folder, '.snapshotignore'), '!.env\n!*.pem\n');
  const snapshots = engine.workspace.snapshots();
  const { id } = await snapshots.create({ notebook: null, message: '' }, {});
  expect(await snapshots.secrets(id)).toEqual({
    paths: ['.env', 'a.pem', 'b.pem', 'c.pem', 'd.pem', 'e.pem'],
    more: 0
  });
  await expect(
    snapshots.publish(id, { remote, withSecrets: false }, {})
  ).rejects.toMatchObject({
    problem: {
      code: 'snapshot_secrets',
      detail: expect.stringContaining('.env, a.pem, b.pem, c.pem, d.pem and 1 ')
    }
  });
  expect(readdirSync(remote)).toEqual([]);
  const { url } = await snapshots.publish(
    id,
    { remote, withSecrets: true },
    {}
  );
  expect((await snapshots.get(id)).published).toEqual([url]);
  const done = await snapshots.withdraw(id, remote, {});
  expect(done).toMatchObject({ id, url, kept: 0, unknown: false });
  expect((await snapshots.get(id)).published).toEqual([]);
  await expect(
    snapshots.withdraw(id, 'oci://example.org/x', {})
  ).rejects.toMatchObject({
    problem: {
      code: 'snapshot_not_withdrawn',
      hint: expect.stringContaining('s-HEX')
    }
  });
});
