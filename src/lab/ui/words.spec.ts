import { METRICS_STEP } from '../../core/notebook/types';
import { trans } from '../testing/render';
import { reasonWords, roleWord, stepTitle, stepTitles } from './words';

describe('the step of the metrics cells', () => {
  it('is called as its cells are', () => {
    const word = roleWord('metrics', trans);
    expect(stepTitle(METRICS_STEP, trans)).toBe(word);
    expect(stepTitles(['svm', METRICS_STEP], trans)).toBe(`svm, ${word}`);
    const waits = { kind: 'waits', steps: [METRICS_STEP] } as const;
    expect(reasonWords(waits, trans)).toBe(`waits for ${word}`);
  });
});
