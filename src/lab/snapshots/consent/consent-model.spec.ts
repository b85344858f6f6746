import { EngineError } from '../../../client/engine-client';
import type {
  Inspection,
  Operation,
  Restored,
  Signer
} from '../../../core/api/types';
import {
  changeOf,
  digestOf,
  inspectionOf,
  operationOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { settled, until } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { problemOf } from '../../testing/problems';
import { ConsentModel } from './consent-model';
import { CHANGED, type IAgreed, type IConsentHost } from './consent-state';
import type { KernelNow } from './kernel-loss';

const URL = snapshotOf().url;
const CODE: Inspection['code'] = [
  { kind: 'startup', path: '.ipython/a.py', detail: '', canView: true },
  { kind: 'variables', path: null, detail: '2 objects', canView: false }
];
const RESTORED: Restored = {
  folder: 'snapshots/digits-51de',
  written: 3,
  removed: 0,
  safety: null,
  resume: null
};

class FakeHost implements IConsentHost {
  readonly calls: string[] = [];
  agreed: IAgreed | null = null;

  dirty: readonly string[] = ['digits.ipynb'];

  unsaved(): readonly string[] {
    return this.dirty;
  }

  running: KernelNow = 'none';

  async kernel(notebook: string): Promise<KernelNow> {
    this.looked.push(notebook);
    return this.running;
  }

  readonly looked: string[] = [];

  /** Why nothing can be saved. */
  refusal: string | null = null;

  async save(workspace: string): Promise<string | null> {
    this.calls.push(`save ${workspace}`);
    return this.refusal;
  }

  interrupted(workspace: string): void {
    this.calls.push(`interrupted ${workspace}`);
  }

  begun({ id }: Operation, { to }: IAgreed): void {
    this.begunIn.push(`${id} ${to}`);
  }

  readonly begunIn: string[] = [];

  ended(): void {
    this.begunIn.push('ended');
  }

  restored({ folder }: Restored, agreed: IAgreed): void {
    this.calls.push(`restored ${folder}`);
    this.agreed = agreed;
  }
}

interface IStart {
  readonly url?: string;
  readonly to?: 'new' | 'here';
  readonly isFollowed?: boolean;
  readonly signer?: Signer['state'];
  readonly fields?: Partial<Inspection>;
}

async function ask(start: IStart = {}) {
  const { url = URL, to = 'new', signer = 'own', fields } = start;
  const client = new FakeSnapshots();
  const snapshot = snapshotOf({
    signer: { state: signer, key: '9f'.repeat(32) }
  });
  client.inspection = inspectionOf({ snapshot, code: CODE, ...fields });
  client.course = [operationOf({ state: 'succeeded', result: RESTORED })];
  const host = new FakeHost();
  const scope = { notebook: 'digits.ipynb' };
  const { isFollowed = false } = start;
  const model = new ConsentModel({
    client,
    scope,
    url,
    to,
    isFollowed,
    host,
    wait: 1
  });
  await settled();
  return { model, client, host };
}

describe('ConsentModel', () => {
  it('asks nobody about a link that has no digest', async () => {
    const { model, client } = await ask({ url: 'snap:digits/51de' });
    expect(model.state.phase).toBe('refused');
    expect(client.asked).toEqual([]);
  });

  it('asks a place on the network only once that is agreed to, where its link was followed', async () => {
    for (const remote of ['https://evil.example/x', 's3://bucket/x']) {
      const url = `snap+${remote}#${digestOf('5')}`;
      const { model, client } = await ask({ url, isFollowed: true });
      expect(model.state.phase).toBe('unread');
      expect(client.asked).toEqual([]);
      await model.look();
      expect(client.asked).toEqual([`inspect ${url}`]);
      expect(model.state.phase).toBe('asking');
      expect((await ask({ url })).client.asked).toEqual([`inspect ${url}`]);
    }
    const url = `snap+file:///mnt/shared#${digestOf('5')}`;
    const { client } = await ask({ url, isFollowed: true });
    expect(client.asked).toEqual([`inspect ${url}`]);
  });

  it('asks where the snapshot lies, from wherever its link was followed', async () => {
    const { model, client } = await ask({ fields: { workspace: 'teams/a' } });
    await model.open();
    expect(client.restored).toMatchObject([{ notebook: 'teams/a' }]);
  });

  it('goes on asking by the notebook where the workspace is not served', async () => {
    const { model, client } = await ask({ fields: { workspace: '../..' } });
    await model.open();
    expect(client.restored).toMatchObject([{ notebook: 'digits.ipynb' }]);
  });

  it('looks again for unsaved changes when the workspace is chosen', async () => {
    const { model, host } = await ask();
    host.dirty = ['digits.ipynb', 'a.py'];
    model.choose('here');
    expect(model.state.unsaved).toEqual(['digits.ipynb', 'a.py']);
  });

  it('looks at the kernel of the notebook when the workspace is chosen', async () => {
    const { model, host } = await ask({ fields: { workspace: 'teams/a' } });
    expect(model.state.kernel).toBe('none');
    host.running = 'busy';
    model.choose('here');
    await settled();
    expect(host.looked.at(-1)).toBe('teams/a/digits.ipynb');
    expect(model.state.kernel).toBe('busy');
  });

  it('writes nothing before it was agreed to', async () => {
    const { model, client } = await ask();
    model.choose('here');
    model.toggleCode('startup');
    model.toggleKept('out/report.html');
    expect(client.asked).toEqual([`inspect ${URL}`]);
    expect(client.restored).toEqual([]);
  });

  it.each(['own', 'trusted'] as const)(
    'lets all code of %s come along, unless told otherwise',
    async signer => {
      const { model } = await ask({ signer });
      expect([...model.state.allow]).toEqual(['startup', 'variables']);
    }
  );

  it.each(['unknown', 'unsigned'] as const)(
    'lets no code of %s come along, unless told otherwise',
    async signer => {
      const { model, client } = await ask({ signer });
      expect([...model.state.allow]).toEqual([]);
      model.toggleCode('variables');
      await model.open();
      expect(client.restored[0]).toEqual({
        notebook: '',
        url: URL,
        to: 'new',
        folder: 'snapshots/digits-51de',
        allow: ['variables']
      });
    }
  );

  it('opens nothing whose signature does not match', async () => {
    const { model, client } = await ask({ signer: 'invalid' });
    expect(model.state.phase).toBe('refused');
    await model.open();
    expect(client.restored).toEqual([]);
  });

  it('stays with a new folder where it cannot be opened here', async () => {
    const here = { ...inspectionOf().here, refused: 'Run 43 writes to it.' };
    const { model } = await ask({ to: 'here', fields: { here } });
    expect(model.state.to).toBe('new');
    model.choose('here');
    expect(model.state.to).toBe('new');
  });

  it('saves open notebooks before it writes over the workspace', async () => {
    const { model, client, host } = await ask({ to: 'here' });
    model.toggleKept('out/report.html');
    model.setResumed(false);
    await model.open();
    expect(host.calls).toEqual(['save ', `restored ${RESTORED.folder}`]);
    expect(client.restored[0]).toMatchObject({
      to: 'here',
      keep: ['out/report.html']
    });
    expect(host.agreed).toMatchObject({ to: 'here', isResumed: false });
    expect(model.state.phase).toBe('over');
  });

  it('opens nothing over what could not be saved', async () => {
    const { model, client, host } = await ask({ to: 'here' });
    host.refusal = 'digits.ipynb could not be saved.';
    await model.open();
    expect(client.restored).toEqual([]);
    expect(model.state.phase).toBe('asking');
    expect(model.state.problem?.detail).toBe(host.refusal);
  });

  it('opens nothing over files that are not as they were shown, and shows them', async () => {
    const { model, client, host } = await ask({ to: 'here' });
    const { here } = client.inspection;
    const added = changeOf('new.csv', 'deleted');
    const items = [...here.items, added];
    const changed = { ...here, total: items.length, items };
    model.toggleCode('startup');
    model.toggleKept('out/report.html');
    model.toggleKept('gone.py');
    client.inspection = { ...client.inspection, here: changed };
    await model.open();
    expect(client.restored).toEqual([]);
    expect(model.state.phase).toBe('asking');
    expect(model.state.problem?.code).toBe(CHANGED);
    expect(model.state.inspection?.here.items).toContain(added);
    expect([...model.state.keep]).toEqual(['out/report.html']);
    expect([...model.state.allow]).toEqual(['variables']);
    await model.open();
    expect(client.restored).toHaveLength(1);
    expect(host.calls.at(-1)).toBe(`restored ${RESTORED.folder}`);
  });

  it('opens over documents that were named as unsaved, and are saved now', async () => {
    const { model, client } = await ask({ to: 'here' });
    const { here } = client.inspection;
    const [notebook, ...others] = here.items;
    const items = [{ ...notebook, before: 7 }, ...others];
    client.inspection = { ...client.inspection, here: { ...here, items } };
    await model.open();
    expect(client.restored).toHaveLength(1);
  });

  it('opens nothing where it cannot be looked at again, or may not be opened by now', async () => {
    const { model, client } = await ask({ to: 'here' });
    client.problem = problemOf({ detail: 'The engine does not answer.' });
    await model.open();
    expect(model.state.problem?.detail).toBe('The engine does not answer.');
    client.problem = null;
    const here = { ...client.inspection.here, refused: 'Run 43 writes to it.' };
    client.inspection = { ...client.inspection, here };
    await model.open();
    expect(model.state.problem?.detail).toBe('Run 43 writes to it.');
    expect(model.state.phase).toBe('asking');
    expect(client.restored).toEqual([]);
  });

  it('opens nothing that was cancelled while the files were looked at', async () => {
    const { model, client } = await ask({ to: 'here' });
    const opening = model.open();
    await model.cancel();
    await opening;
    expect(client.restored).toEqual([]);
    expect(model.state.phase).toBe('asking');
    expect(model.state.problem).toBeNull();
  });

  it('tells what it has begun, and where nothing came of it', async () => {
    const { model, host, client } = await ask();
    await model.open();
    expect(host.begunIn).toEqual([`${operationOf().id} new`]);
    const again = await ask({ to: 'here' });
    again.client.course = [operationOf({ state: 'cancelled' })];
    await again.model.open();
    expect(again.host.begunIn).toEqual([`${operationOf().id} here`, 'ended']);
    expect(client.restored).toHaveLength(1);
  });

  it('brings only files, when only they are wanted', async () => {
    const { model, client, host } = await ask();
    await model.open('new', { filesOnly: true });
    expect(client.restored[0].allow).toEqual([]);
    expect(host.agreed).toMatchObject({ isResumed: false, isShown: false });
  });

  it('looks again once a key is trusted', async () => {
    const { model, client } = await ask({ signer: 'unknown' });
    client.inspection = inspectionOf({
      code: CODE,
      snapshot: snapshotOf({ signer: { state: 'trusted', key: null } })
    });
    await model.trust('Ada');
    expect(client.asked).toContain(`trust ${'9f'.repeat(32)} Ada`);
    expect(model.state.allow.size).toBe(2);
  });

  it('asks again after it was stopped on the way', async () => {
    const { model, client, host } = await ask();
    client.course = [operationOf({ done: 4, total: 9 })];
    const opening = model.open();
    await until(() => model.state.operation?.done === 4);
    await model.cancel();
    await opening;
    expect(client.asked).toContain('cancel op-1');
    expect(model.state.phase).toBe('asking');
    expect(host.calls).toEqual([]);
  });

  it('says why it failed, and can be tried again', async () => {
    const { model, client } = await ask();
    const problem = { code: 'full', detail: 'The disk is full.' };
    client.course = [operationOf({ state: 'failed', problem })];
    await model.open();
    expect(model.state.problem?.detail).toBe('The disk is full.');
    expect(model.state.phase).toBe('asking');
    client.problem = problemOf({ detail: 'Gone.' });
    await model.open();
    expect(model.state.problem?.detail).toBe('Gone.');
  });

  it('looks again where the engine was lost on the way', async () => {
    const { model, client, host } = await ask({ to: 'here' });
    const lost = problemOf({ status: 404, code: 'no_operation' });
    const here = { same: 1284, total: 0, items: [], refused: null };
    client.operation = () => {
      client.inspection = { ...client.inspection, here };
      return Promise.reject(new EngineError(lost));
    };
    await model.open();
    expect(model.state.phase).toBe('asking');
    expect(model.state.problem).toEqual(lost);
    expect(model.state.inspection?.here.items).toEqual([]);
    expect(host.calls).toEqual(['save ', 'interrupted ']);
  });

  it('says why a snapshot cannot be read, and asks again', async () => {
    const client = new FakeSnapshots();
    client.problem = problemOf({ status: 404, detail: 'It is not there.' });
    const model = new ConsentModel({
      client,
      scope: { notebook: '' },
      url: `snap+https://a.example#${digestOf('1')}`,
      to: 'new',
      host: new FakeHost()
    });
    await settled();
    expect(model.state.phase).toBe('refused');
    expect(model.state.problem?.detail).toBe('It is not there.');
    client.problem = null;
    await model.look();
    expect(model.state.problem).toBeNull();
    expect(model.state.phase).toBe('asking');
    model.dispose();
  });
});
