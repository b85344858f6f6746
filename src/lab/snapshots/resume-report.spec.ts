import { trans } from '../testing/render';
import { neededCells, readReport, type IResumed } from './resume-report';
import { resumedWords } from './ResumeBar';

const missing = (name: string, index: number | null) => ({
  name,
  type: 'x',
  reason: 'an open file',
  cell: null,
  index
});

const resumed = (fields: Partial<IResumed>): IResumed => ({
  restored: [],
  failed: [],
  missing: [],
  hasFailedCells: false,
  noKernel: null,
  ...fields
});

describe('readReport', () => {
  it('finds the line among what else was printed', () => {
    const report = { restored: ['x'], failed: [{ name: 'y', reason: 'gone' }] };
    expect(readReport(`hello\n${JSON.stringify(report)}\n`)).toEqual(report);
  });

  it.each(['', 'hello', '{"a": 1}', '{broken'])('finds none in "%s"', text => {
    expect(readReport(text)).toEqual({ restored: [], failed: [] });
  });
});

describe('resumedWords', () => {
  it('counts, and names the cells that are needed, in order and once', () => {
    const some = [missing('a', 8), missing('b', 4), missing('c', 4)];
    expect(neededCells(some)).toEqual([5, 9]);
    expect(
      resumedWords(resumed({ restored: ['x', 'y'], missing: some }), trans)
    ).toBe('2 of 5 variables restored; these 3 need cells 5 and 9.');
    expect(
      resumedWords(
        resumed({ restored: ['x'], missing: [missing('a', 4)] }),
        trans
      )
    ).toBe('1 of 2 variables restored; the other needs cell 5.');
  });

  it('leaves reasons of what failed to the details', () => {
    const failed = [{ name: 'svm', reason: 'needs scikit-learn 1.9' }];
    expect(resumedWords(resumed({ restored: ['x'], failed }), trans)).toBe(
      '1 of 2 variables restored.'
    );
  });

  it('tells when there was nothing, or nothing to load it into', () => {
    expect(resumedWords(resumed({}), trans)).toBe('It has no variables.');
    expect(resumedWords(resumed({ noKernel: 'No kernel.' }), trans)).toBe(
      'There is no kernel, so no variable was loaded.'
    );
  });
});
