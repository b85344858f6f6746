import { join } from 'node:path';

import type { Run, RunRequest } from '../../core/api/types';
import type { Pipeline } from '../../core/pipeline/types';
import { Engine } from '../engine';
import type { Workspace } from '../workspace';
import { analyserOf, makeWorkspace } from './notebooks';

/** An engine over one workspace, in this process, with the real runtime of the steps. */
export interface TestEngine {
  readonly engine: Engine;
  readonly folder: string;
  readonly workspace: Workspace;
  start(request?: Partial<RunRequest>): Promise<string>;
  view(id: string): Promise<Run>;
  /** Starts a run and waits for its end. */
  run(request?: Partial<RunRequest>): Promise<Run>;
}

/** Every notebook of the engine is this pipeline. */
export async function testEngine(
  pipeline: Pipeline,
  folder = makeWorkspace(),
  engine = new Engine({
    version: 'test',
    packageFolder: join(__dirname, '../../../python-shim/kalette'),
    createAnalyser: analyserOf(pipeline)
  })
): Promise<TestEngine> {
  const target = engine.target(folder, 'test.ipynb');
  const place = await engine.place(target.workspace);
  if (place.kind !== 'here') {
    throw new Error('Another engine has the workspace.');
  }
  const { workspace } = place;
  const view = (id: string) => workspace.archive.view(name => name, id);
  const start = async (more: Partial<RunRequest> = {}) => {
    const request = { notebook: 'test.ipynb', ...more };
    const runnable = await engine.check(target, request);
    return engine.start(workspace, target, request, runnable);
  };
  return {
    engine,
    folder,
    workspace,
    start,
    view,
    run: async request => {
      const id = await start(request);
      await workspace.settled(id);
      return view(id);
    }
  };
}
