import { join } from 'node:path';
import { Engine } from './engine';
import { makeWorkspace, analyserOf } from './testing/notebooks';
import { TWO_STEPS } from '../core/testing/pipelines';

test('smoke', async () => {
  const folder = makeWorkspace();
  const engine = new Engine({
    version: '1',
    packageFolder: join(__dirname, '../../python-shim/kalette'),
    createAnalyser: analyserOf(TWO_STEPS)
  });
  const target = engine.target(folder, 'test.ipynb');
  const place = await engine.place(target.workspace);
  if (place.kind !== 'here') throw new Error();
  const t = Date.now();
  const id = await engine.start(place.workspace, target, {
    notebook: 'test.ipynb'
  });
  await place.workspace.settled(id);
  console.log(
    Date.now() - t,
    JSON.stringify(await place.workspace.view(x => x, id), null, 1)
  );
  console.log(JSON.stringify(await place.workspace.logs(id, 'sum up')));
  console.log(
    JSON.stringify(
      place.workspace.store.all('select seq, step, kind, data from event')
    )
  );
  await engine.close();
});
