import { runOf } from '../../../core/view/testing/samples';
import {
  changeOf,
  inspectionOf,
  operationOf
} from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { RunFilesModel } from './run-files-model';

async function show(isDirty = false) {
  const client = new FakeSnapshots();
  client.inspection = inspectionOf({ workspace: 'eu' });
  client.difference = {
    same: 0,
    total: 3,
    items: [
      changeOf('a.csv', 'new'),
      changeOf('b.csv'),
      changeOf('c.csv', 'deleted')
    ]
  };
  const documents = ['eu/b.csv', 'b.csv'].map(localPath => ({
    localPath,
    model: { dirty: isDirty, toString: () => `typed in ${localPath}` }
  }));
  const model = new RunFilesModel(
    client,
    () => ({ notebook: 'eu/n.ipynb' }),
    () => documents,
    1
  );
  const run = runOf({ svm: [] });
  const snapshot = { before: 'snap:eu@sha256:0', after: null };
  const steps = run.steps.map(step => ({ ...step, snapshot }));
  await model.show({ ...run, steps });
  return { client, model };
}

const RESTORED = {
  folder: '',
  written: 1,
  removed: 0,
  safety: 'snap:x',
  resume: null
};

describe('RunFilesModel', () => {
  it('chooses everything but what the run deleted', async () => {
    const { model } = await show();
    expect([...model.state.chosen]).toEqual(['a.csv', 'b.csv']);
  });

  it('shows a file on both sides before it is copied', async () => {
    const { client, model } = await show();
    client.files.set('b.csv', 'a,b');
    expect(await model.read('b.csv')).toMatchObject({
      before: { kind: 'text', text: 'a,b' },
      after: { kind: 'text', text: 'a,b' }
    });
    expect(client.asked).toEqual(
      expect.arrayContaining(['file run-1 b.csv now', 'file run-1 b.csv run'])
    );
  });

  it('takes what is typed and not saved for how a file is now', async () => {
    const { client, model } = await show(true);
    client.files.set('b.csv', 'a,b');
    expect(await model.read('b.csv')).toMatchObject({
      before: { text: 'typed in eu/b.csv', isUnsaved: true },
      after: { text: 'a,b' }
    });
  });

  it('copies what is chosen, and says how to get back', async () => {
    const { client, model } = await show();
    model.toggle('b.csv');
    client.course = [operationOf({ state: 'succeeded', result: RESTORED })];
    await model.apply();
    expect(client.asked).toContain('apply run-1 a.csv');
    expect(model.state.applied).toEqual(RESTORED);
    expect(model.state.operation).toBeNull();
  });

  it('asks for nothing when nothing is chosen', async () => {
    const { client, model } = await show();
    model.toggle('a.csv');
    model.toggle('b.csv');
    await model.apply();
    expect(client.asked).toEqual(['changes run-1']);
  });

  it('says why it did not work', async () => {
    const { client, model } = await show();
    const problem = { code: 'full', detail: 'The disk is full.' };
    client.course = [operationOf({ state: 'failed', problem })];
    await model.apply();
    expect(model.state.problem?.detail).toBe('The disk is full.');
    expect(model.state.applied).toBeNull();
  });
});
