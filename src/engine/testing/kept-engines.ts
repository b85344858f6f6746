import type { Run } from '../../core/api/types';
import { brokenInvariants } from '../store/invariants';
import { testEngine, type TestEngine } from './engines';

/**
 * Opens engines that are closed after each test of the file, once what must hold in every store
 * was checked there. Call it once, outside of the tests.
 */
export function keptEngines(): typeof testEngine {
  const open: TestEngine[] = [];
  afterEach(async () => {
    const engines = open.splice(0);
    try {
      engines.forEach(({ workspace }) =>
        expect(brokenInvariants(workspace.store)).toEqual([])
      );
    } finally {
      await Promise.all(engines.map(({ engine }) => engine.close()));
    }
  });
  return async (...given) => {
    const engine = await testEngine(...given);
    open.push(engine);
    return engine;
  };
}

/** Where each step of a run stands, by name. */
export function statesOf(run: Run): Record<string, string> {
  return Object.fromEntries(run.steps.map(step => [step.name, step.state]));
}
