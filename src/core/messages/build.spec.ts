import { METRICS_STEP } from '../notebook/types';
import { stepWord } from './build';

describe('stepWord', () => {
  it('marks a name as code, and calls the metrics cells as their role', () => {
    expect(stepWord('svm')).toBe('`svm`');
    expect(stepWord(METRICS_STEP)).toBe('Metrics');
  });
});
