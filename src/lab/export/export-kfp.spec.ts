import { TWO_STEPS } from '../../core/testing/pipelines';
import { FakeContents } from '../testing/fake-contents';
import { exportKfp } from './export-kfp';

const options = (contents: FakeContents, mayReplace = false) => ({
  pipeline: TWO_STEPS,
  notebook: 'work/two.ipynb',
  contents: contents.manager,
  mayReplace: async () => mayReplace
});

describe('exportKfp', () => {
  it('writes beside the notebook', async () => {
    const contents = new FakeContents();
    const { path } = await exportKfp(options(contents));
    expect(path).toBe('work/two.kfp.yaml');
    expect(contents.files.get('work/two.kfp.yaml')).toContain(
      'schemaVersion: 2.1.0'
    );
  });

  it('replaces a file only when it may', async () => {
    const contents = new FakeContents();
    contents.files.set('work/two.kfp.yaml', 'mine');
    expect((await exportKfp(options(contents))).path).toBeNull();
    expect(contents.files.get('work/two.kfp.yaml')).toBe('mine');
    await exportKfp(options(contents, true));
    expect(contents.files.get('work/two.kfp.yaml')).not.toBe('mine');
  });

  it('hands on why the server does not let it write', async () => {
    const contents = new FakeContents();
    contents.save = () => Promise.reject(new Error('Permission denied: work'));
    expect(await exportKfp(options(contents))).toMatchObject({
      path: null,
      refusal: 'Permission denied: work'
    });
  });
});
