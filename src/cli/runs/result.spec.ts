import { runOf } from '../../core/view/testing/samples';
import { runDocument, runText } from './result';

const URL = 'snap:n/1-load-after@sha256:00';

function runWithout(unsaved: readonly string[]) {
  const run = runOf({ load: [], use: ['load'] }, { state: 'succeeded' });
  const snapshot = { before: null, after: URL, unsaved: [...unsaved] };
  const steps = run.steps.map(step =>
    step.name === 'load' ? { ...step, snapshot } : step
  );
  return { ...run, steps };
}

describe('what a snapshot has not saved', () => {
  it.each([
    [['a'], '1 variable', '(a)'],
    [['a', 'b'], '2 variables', '(a, b)'],
    [[...'abcdefg'], '7 variables', '(a, b, c, d, e and 2 more)']
  ])('is a line of its step: %j', (unsaved, count, names) => {
    expect(runText(runWithout(unsaved))).toContain(
      `\nload: ${count} not saved: over the budget of its snapshot ${names}`
    );
    expect(runText(runWithout(unsaved))).not.toContain('\nuse: ');
  });

  it('stands in the document', () => {
    expect(runDocument(runWithout(['a', 'b']))).toMatchObject({
      run: {
        steps: [
          { name: 'load', snapshot: { after: URL, unsaved: ['a', 'b'] } },
          { name: 'use', snapshot: { before: null, after: null } }
        ]
      }
    });
  });
});
