import type { Run } from '../../core/api/types';
import type { Diagnostic, Severity } from '../../core/diagnostic';
import { analyseTags, runOf } from '../../core/view/testing/samples';
import { analyserOf, openPipeline } from '../testing/documents';
import { FakeEngine } from '../testing/fake-engine';
import { trans } from '../testing/render';
import { statusText } from './status-item';

async function textOf(...runs: readonly Run[]) {
  const engine = new FakeEngine();
  engine.runs = [...runs];
  const { model } = await openPipeline(
    [[['step:load']], [['step:svm', 'prev:load']]],
    {},
    engine
  );
  const text = statusText(model, trans);
  model.dispose();
  return text;
}

const STEPS = { load: [], svm: ['load'] };

describe('statusText', () => {
  it('counts the steps', async () => {
    expect(await textOf()).toBe('2 steps');
  });

  it('counts errors and warnings, and leaves out notes', async () => {
    const found = (severity: Severity, index: number): Diagnostic => ({
      code: 'a-code',
      severity,
      message: `Number ${index}.`,
      where: null
    });
    const openAnalyser = () =>
      analyserOf((content, file) => ({
        ...analyseTags(content, file),
        diagnostics: (['error', 'warning', 'warning', 'info'] as const).map(
          found
        )
      }));
    const cells = [[['step:load']], [['step:svm', 'prev:load']]] as const;
    const { model } = await openPipeline(cells, { openAnalyser });
    expect(statusText(model, trans)).toBe('2 steps · 1 error, 2 warnings');
    model.dispose();
  });

  it('tells how far a run is', async () => {
    const startedAt = new Date(Date.now() - 24_000).toISOString();
    const run = runOf(STEPS, { done: 1, startedAt });
    expect(await textOf(run)).toMatch(/^digits · 1 of 2 · 0:2\d$/);
  });

  it('names the step that failed', async () => {
    const run = runOf(STEPS, { state: 'failed' });
    const steps = run.steps.map(step => ({
      ...step,
      state: step.name === 'svm' ? ('failed' as const) : ('succeeded' as const)
    }));
    expect(await textOf({ ...run, steps })).toBe('digits failed in svm');
  });

  it('says nothing of a notebook without steps', async () => {
    const { model } = await openPipeline([[[], 'x = 1']]);
    expect(statusText(model, trans)).toBe('');
  });
});
