import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { TWO_STEPS } from '../core/testing/pipelines';
import { testEngine, type TestEngine } from './testing/engines';

jest.setTimeout(60_000);

describe('a workspace whose store is removed while it is open', () => {
  let test: TestEngine;
  beforeEach(async () => {
    test = await testEngine(TWO_STEPS);
  });
  afterEach(() => test.engine.close());

  it('begins anew', async () => {
    const { engine, folder } = test;
    await test.run();
    rmSync(join(folder, '.kalette'), { recursive: true });
    const again = await testEngine(TWO_STEPS, folder, engine);
    expect(again.workspace).not.toBe(test.workspace);
    const run = await again.run();
    expect([run.number, run.state]).toEqual([1, 'succeeded']);
    expect(existsSync(join(folder, '.kalette', 'kalette.db'))).toBe(true);
  });

  it('is opened once for several requests', async () => {
    const { engine, folder } = test;
    rmSync(join(folder, '.kalette'), { recursive: true });
    const { workspace } = engine.target(folder, 'test.ipynb');
    const places = await Promise.all(
      [1, 2, 3].map(() => engine.place(workspace))
    );
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['here']));
    expect(new Set(places).size).toBe(1);
  });
});
