import type { Contents } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { ModuleSources } from './module-sources';

class Files {
  constructor(readonly files: Record<string, string>) {}

  readonly asked: string[] = [];
  readonly fileChanged = new Signal<Contents.IManager, Contents.IChangedArgs>(
    this as never
  );

  get = async (path: string): Promise<Contents.IModel> => {
    this.asked.push(path);
    const prefix = path === '' ? '' : `${path}/`;
    const inside = Object.keys(this.files)
      .filter(file => file.startsWith(prefix))
      .map(file => ({
        path: prefix + (file.slice(prefix.length).split('/')[0] ?? '')
      }));
    const content = this.files[path] ?? inside;
    if (typeof content !== 'string' && inside.length === 0) {
      throw new Error('404');
    }
    return { content } as Contents.IModel;
  };
}

const notebook = (source: string) => ({
  cells: [{ cell_type: 'code', source }]
});

const reader = (files: Files, path = 'work/a.ipynb') =>
  new ModuleSources(files as never, () => path);

it('reads what is imported, and what that imports', async () => {
  const files = new Files({
    'work/helper.py': 'from pack.low import f',
    'work/pack/__init__.py': '',
    'work/pack/low.py': 'def f(): pass',
    'work/other.py': 'x = 1'
  });
  const sources = reader(files);
  await sources.follow(notebook('import numpy, helper'));
  expect(Object.keys(sources.current)).toEqual(
    expect.arrayContaining(['helper', 'pack', 'pack.low'])
  );
  expect(sources.current['other']).toBeUndefined();
});

it('asks for nothing that is not there', async () => {
  const files = new Files({ 'work/a.ipynb': '' });
  await reader(files).follow(notebook('import numpy.random\nimport pandas'));
  expect(files.asked).toEqual(['work']);
});

it('asks once as long as the imports are the same', async () => {
  const files = new Files({ 'helper.py': 'x = 1' });
  const sources = reader(files, 'a.ipynb');
  await sources.follow(notebook('import helper'));
  const { length } = files.asked;
  await sources.follow(notebook('import helper\nhelper.f()'));
  expect(files.asked).toHaveLength(length);
});

it('reads again when a module was saved', async () => {
  const files = new Files({ 'helper.py': 'x = 1' });
  const sources = reader(files, 'a.ipynb');
  await sources.follow(notebook('import helper'));
  let told = 0;
  sources.changed.connect(() => told++);
  files.files['helper.py'] = 'x = 2';
  files.fileChanged.emit({
    type: 'save',
    oldValue: null,
    newValue: { path: 'helper.py' }
  } as never);
  expect(told).toBe(1);
  await sources.follow(notebook('import helper'));
  expect(sources.current).toEqual({ helper: 'x = 2' });
});
