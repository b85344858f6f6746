import { writeFileSync } from 'node:fs';

import { interruptedIn } from '../../testing/interrupted';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

describe('snapshots of a run that was continued', () => {
  it('have what steps before the interruption left', async () => {
    const pipeline = pipelineOf([
      {
        name: 'first',
        code: 'open("made.txt", "w").write("1")\npassed = [1]\nlock = (i for i in "a")'
      },
      {
        name: 'second',
        code: `
import os, time
if not os.path.exists(os.environ['GO']): time.sleep(60)
own = 2`,
        step: { after: ['first'], environment: { GO: '' } }
      }
    ]);
    const { id, folder, go } = await interruptedIn(pipeline, 'second');
    const { workspace, view } = await engineOf(pipeline, folder);
    writeFileSync(go, '');
    await workspace.resume(id);
    await workspace.settled(id);
    const [, second] = (await view(id)).steps;
    const names = async (url: string | null | undefined) => {
      const { state, missing } = await workspace.snapshots().get(url ?? '');
      return [...state, ...missing].map(({ name }) => name).sort();
    };
    expect(second?.state).toBe('succeeded');
    expect(await names(second?.snapshot.before)).toEqual(['lock', 'passed']);
    expect(await names(second?.snapshot.after)).toEqual([
      'lock',
      'own',
      'passed'
    ]);
  });
});
