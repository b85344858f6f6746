import type { Inspection, Restored } from '../../../core/api/types';
import {
  inspectionOf,
  operationOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import type { IAgreed, IConsentHost } from './consent-state';
import { openUnasked } from './open-unasked';

const RESTORED: Restored = {
  folder: 'digits',
  written: 3,
  removed: 0,
  safety: 'snap:digits#sha256:00',
  resume: null
};

async function open(
  fields: Partial<Inspection> = {},
  ended = operationOf({ state: 'succeeded', result: RESTORED }),
  whileSaved: (client: FakeSnapshots) => void = () => undefined
) {
  const client = new FakeSnapshots();
  const code = [
    { kind: 'startup', path: '.envrc', detail: '', canView: true }
  ] as const;
  client.inspection = inspectionOf({ ...fields, code: [...code] });
  client.course = [ended];
  const agreed: IAgreed[] = [];
  const host: IConsentHost = {
    unsaved: () => [],
    kernel: async () => 'idle',
    save: async () => {
      whileSaved(client);
      return null;
    },
    interrupted: () => undefined,
    begun: () => undefined,
    ended: () => undefined,
    restored: (_, what) => agreed.push(what)
  };
  const scope = { notebook: 'digits.ipynb' };
  const { url } = snapshotOf();
  const failed = await openUnasked({ client, host, scope, url, wait: 1 });
  return { client, agreed, failed };
}

describe('openUnasked', () => {
  it('takes all files back, those that could run too, and leaves the kernel alone', async () => {
    const { client, agreed, failed } = await open();
    expect(failed).toBeNull();
    expect(client.restored).toMatchObject([
      { to: 'here', allow: ['startup'], keep: [] }
    ]);
    expect(agreed).toMatchObject([
      { to: 'here', isResumed: false, isShown: false }
    ]);
  });

  it('asks nobody about files that change meanwhile', async () => {
    const { client, failed } = await open({}, undefined, fake => {
      const here = { same: 1, total: 0, items: [], refused: null };
      fake.inspection = { ...fake.inspection, here };
    });
    expect(failed).toBeNull();
    expect(client.restored).toHaveLength(1);
  });

  it('says why it may not, and writes nothing', async () => {
    const { inspection } = new FakeSnapshots();
    const here = { ...inspection.here, refused: 'A run is going on.' };
    const { client, failed } = await open({ here });
    expect(failed).toBe('A run is going on.');
    expect(client.restored).toEqual([]);
  });

  it('says why it could not', async () => {
    const problem = { code: 'disk_full', detail: 'The disk is full.' };
    const ended = operationOf({ state: 'failed', problem });
    const { agreed, failed } = await open({}, ended);
    expect(failed).toBe('The disk is full.');
    expect(agreed).toEqual([]);
  });
});
