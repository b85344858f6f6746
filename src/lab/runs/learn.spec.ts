import { cellHash } from '../../core/notebook';
import type { RunStep } from '../../core/api/types';
import { eventOf, runOf } from '../../core/view/testing/samples';
import { openPipeline, settled } from '../testing/documents';

const HASH = cellHash('m.tick()');

const failed = (): RunStep['error'] => ({
  kind: 'changed-input',
  name: 'ChangedInput',
  message: '',
  cell: 'a',
  index: 0,
  line: null,
  column: null,
  traceback: [],
  ansi: '',
  hint: null,
  code: 'DF406',
  changes: [{ cell: 'a', hash: HASH, names: ['m'] }]
});

const ended = () => {
  const run = runOf({ load: [] }, { state: 'failed', seq: 20 });
  return { ...run, steps: run.steps.map(s => ({ ...s, error: failed() })) };
};

describe('what a run has seen', () => {
  it('is noted in the open notebook', async () => {
    const { model, engine, context } = await openPipeline([[['step:load']]]);
    engine.runs = [runOf({ load: [] })];
    await model.runs.start({});
    engine.runs = [ended()];
    const { sharedModel } = context.model;
    expect(sharedModel.getMetadata('kalette')).toBeUndefined();
    engine.stream.push(eventOf(19, 'run.failed'), eventOf(20, 'run.settled'));
    await settled(60);
    expect(sharedModel.getMetadata('kalette')).toEqual({
      version: 1,
      facts: { changes: { [HASH]: ['m'] } }
    });
    model.dispose();
  });

  it('is not written when a notebook is merely opened', async () => {
    const { model, engine, context } = await openPipeline([[['step:load']]]);
    engine.runs = [ended()];
    await model.runs.open();
    await settled();
    expect(context.model.sharedModel.getMetadata('kalette')).toBeUndefined();
    model.dispose();
  });
});
