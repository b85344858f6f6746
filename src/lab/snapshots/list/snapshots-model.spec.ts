import { EngineError } from '../../../client/engine-client';
import {
  digestOf,
  operationOf,
  summaryOf
} from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { problemOf } from '../../testing/problems';
import { PAGE, SnapshotsModel } from './snapshots-model';

async function open(count = 3) {
  const client = new FakeSnapshots();
  client.items = Array.from({ length: count }, (_, place) =>
    summaryOf({ id: digestOf(String(place).padStart(8, '0')) })
  );
  const model = new SnapshotsModel(
    client,
    () => ({ notebook: 'digits.ipynb' }),
    1
  );
  await model.open();
  return { client, model };
}

describe('SnapshotsModel', () => {
  it('asks nothing until somebody looks', async () => {
    const client = new FakeSnapshots();
    const model = new SnapshotsModel(client, () => ({ notebook: 'a.ipynb' }));
    await model.refresh();
    expect(client.asked).toEqual([]);
  });

  it('reads snapshots, space and what changed since the newest', async () => {
    const { client, model } = await open();
    expect(model.state.items).toHaveLength(3);
    expect(client.asked).toEqual([
      'list 0',
      'usage',
      `diff ${client.items[0].id} now`
    ]);
  });

  it('reads again when somebody looks again, as kernels and others take some too', async () => {
    const { client, model } = await open();
    client.items = [summaryOf(), ...client.items];
    await model.open();
    expect(model.state.items).toHaveLength(4);
  });

  it('takes one only, where the engine ended on the way', async () => {
    const { client, model } = await open(0);
    const names: (string | undefined)[] = [];
    const { create, operation } = client;
    client.create = request => {
      names.push(request.name);
      return create(request);
    };
    client.operation = async (scope, id) => {
      if (names.length === 1) {
        const code = 'no_operation';
        throw new EngineError(problemOf({ code, status: 404 }));
      }
      return operation(scope, id);
    };
    const result = { id: digestOf('1') };
    client.course = [operationOf({ state: 'succeeded', result })];
    expect(await model.take('m')).toBe(result.id);
    expect(names).toEqual([names[0], names[0]]);
    expect(names[0]).toMatch(/^\d{8}T/);
    expect(model.state.problem).toBeNull();
  });

  it('looks what changed meanwhile, while somebody sees it', async () => {
    const { client, model } = await open();
    const watch = model.watch(() => true);
    client.difference = { same: 1, total: 2, items: [] };
    model.noteWritten();
    await settled();
    expect(model.state.now?.total).toBe(2);
    watch.dispose();
    client.difference = { same: 3, total: 0, items: [] };
    model.noteWritten();
    await settled();
    expect(model.state.now?.total).toBe(2);
  });

  it('lists names that were given elsewhere, when somebody comes back to it', async () => {
    const { client, model } = await open(1);
    const watch = model.watch(() => true);
    const ways = [
      () => window.dispatchEvent(new Event('focus')),
      () => model.noteShown()
    ];
    for (const [place, comeBack] of ways.entries()) {
      const kept = `name ${place}`;
      client.items = client.items.map(item => ({ ...item, kept }));
      comeBack();
      await settled();
      expect(model.state.items[0].kept).toBe(kept);
    }
    watch.dispose();
  });

  it('lists what a kernel or a command line took meanwhile, and reads no more than that needs', async () => {
    const { client, model } = await open(0);
    const watch = model.watch(() => true);
    model.noteWritten();
    await settled();
    expect(client.asked.filter(asked => asked.startsWith('list'))).toHaveLength(
      1
    );
    client.items = [summaryOf()];
    client.space = { ...client.space, count: 1 };
    model.noteWritten();
    await settled();
    expect(model.state.items).toHaveLength(1);
    watch.dispose();
  });

  it('keeps the later of two readings', async () => {
    const { client, model } = await open();
    const { list } = client;
    const waits: (() => void)[] = [];
    client.list = async (...args) => {
      const page = await list(...args);
      await new Promise<void>(resolve => waits.push(resolve));
      return page;
    };
    const first = model.refresh();
    await settled(1);
    client.items = client.items.slice(1);
    const second = model.refresh();
    await settled(1);
    waits[1]?.();
    await second;
    waits[0]?.();
    await first;
    expect(model.state.items).toHaveLength(2);
  });

  it('lists the workspace, also what no notebook took', async () => {
    const client = new FakeSnapshots();
    const folders: string[] = [];
    const { list } = client;
    client.list = (scope, page) => {
      folders.push(scope.notebook);
      return list(scope, page);
    };
    for (const notebook of ['eu/sales.ipynb', 'digits.ipynb']) {
      await new SnapshotsModel(client, () => ({ notebook })).open();
    }
    expect(folders).toEqual(['eu', '']);
  });

  it('reads page after page', async () => {
    const { model } = await open(PAGE + 2);
    expect(model.state.items).toHaveLength(PAGE);
    await model.more();
    expect(model.state.items).toHaveLength(PAGE + 2);
    expect(model.state.next).toBeNull();
    await model.more();
    expect(model.state.items).toHaveLength(PAGE + 2);
  });

  it('takes one, and shows it', async () => {
    const { client, model } = await open();
    client.course = [
      operationOf({ done: 1 }),
      operationOf({ state: 'succeeded' })
    ];
    const seen: unknown[] = [];
    model.stateChanged.connect(() => seen.push(model.state.operation?.done));
    client.items = [summaryOf(), ...client.items];
    await model.take('before the talk');
    expect(client.asked).toContain('create before the talk');
    expect(seen).toContain(1);
    expect(model.state.operation).toBeNull();
    expect(model.state.items).toHaveLength(4);
  });

  it('says which one was taken, and how much room was freed', async () => {
    const { client, model } = await open();
    client.course = [operationOf({ state: 'succeeded', result: { id: 'x' } })];
    expect(await model.take('')).toBe('x');
    const result = { freedBytes: 941 };
    client.course = [operationOf({ state: 'succeeded', result })];
    expect(await model.prune()).toBe(941);
    client.course = [operationOf({ state: 'cancelled' })];
    expect(await model.prune()).toBeNull();
  });

  it('does not call it a problem when it was cancelled', async () => {
    const { client, model } = await open();
    const problem = { code: 'cancelled', detail: 'Cancelled.' };
    client.course = [operationOf({ state: 'cancelled', problem })];
    expect(await model.take('')).toBeNull();
    expect(model.state.problem).toBeNull();
  });

  it('goes on saying what could not even be begun', async () => {
    const { client, model } = await open();
    const problem = problemOf({ detail: 'No such bucket.' });
    client.publish = () => Promise.reject(new EngineError(problem));
    expect(await model.publish(digestOf('0'), 's3://nowhere')).toBeNull();
    expect(model.state.problem).toEqual(problem);
    await model.take('');
    expect(model.state.problem).toBeNull();
  });

  it('says what went wrong with what was begun', async () => {
    const { client, model } = await open();
    const problem = { code: 'full', detail: 'The disk is full.' };
    client.course = [operationOf({ state: 'failed', problem })];
    await model.take('');
    expect(model.state.problem?.detail).toBe('The disk is full.');
    model.dismiss();
    expect(model.state.problem).toBeNull();
  });

  it('gives the place of a copy', async () => {
    const { client, model } = await open();
    const url = 'snap+s3://b#sha256:0';
    client.course = [operationOf({ state: 'succeeded', result: { url } })];
    expect(await model.publish(client.items[0].id, 's3://b')).toBe(url);
    client.course = [operationOf({ state: 'cancelled' })];
    expect(await model.publish(client.items[0].id, 's3://b')).toBeNull();
  });

  it('keeps and removes', async () => {
    const { client, model } = await open();
    const [{ id }] = client.items;
    await model.keep(id, 'good');
    expect(client.asked).toContain(`keep ${id} good`);
    await model.remove(id);
    expect(model.state.items).toHaveLength(2);
  });

  it('shows what it knows while the engine is away', async () => {
    const { client, model } = await open();
    client.problem = problemOf({ detail: 'Away.' });
    await model.refresh();
    expect(model.state.items).toHaveLength(3);
    expect(model.state.problem?.detail).toBe('Away.');
  });

  it('keeps a snapshot chosen that publishing takes out of a fold', async () => {
    const { client, model } = await open(0);
    const [newer, older] = ['1', '2'].map(text =>
      summaryOf({ id: digestOf(text), tree: digestOf('a') })
    );
    client.items = [newer, older];
    await model.refresh();
    model.select(`run-42 ${newer.id} ${older.id}`);
    client.items = [newer, { ...older, published: ['s3://a/b'] }];
    await model.publish(older.id, 's3://a/b');
    expect(model.state.selected).toBe(`run-42 ${older.id}`);
    model.select(`published ${older.id}`);
    await model.refresh();
    expect(model.state.selected).toBe(`published ${older.id}`);
  });

  it('changes nothing any more once disposed', async () => {
    const { model } = await open();
    model.dispose();
    model.select('x');
    expect(model.state.selected).toBeNull();
  });
});
