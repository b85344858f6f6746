import { analysisOf } from '../../core/view/testing/samples';
import type { AnalysisResult } from '../../core/view';
import { circle, nameProblem, tagForm } from './tag-form';

const plain = analysisOf([
  [['step:load']],
  [[]],
  [['step:svm', 'prev:load']],
  [['step:report']],
  [['pipeline-parameters']]
]);

const analysis: AnalysisResult = {
  ...plain,
  flow: {
    ...plain.flow,
    edges: [
      { from: 'load', to: 'svm', variables: [], tagged: true },
      { from: 'svm', to: 'report', variables: ['model'], tagged: false }
    ]
  }
};

describe('tagForm', () => {
  it('tells what the code needs from what a tag asks for', () => {
    expect(tagForm(analysis, ['c2'])).toMatchObject({
      role: 'step',
      step: { name: 'svm' },
      detected: [],
      explicit: ['load'],
      candidates: ['report'],
      isHead: true
    });
    expect(tagForm(analysis, ['c3']).detected).toEqual([
      { step: 'svm', variables: ['model'] }
    ]);
  });

  it('knows a cell that continues a step', () => {
    expect(tagForm(analysis, ['c1'])).toMatchObject({
      step: { name: 'load' },
      isContinued: true,
      isHead: false
    });
  });

  it('says when several cells differ', () => {
    expect(tagForm(analysis, ['c0', 'c4'])).toMatchObject({
      role: null,
      step: null,
      isMixed: true
    });
    expect(tagForm(analysis, ['c0', 'c1']).isMixed).toBe(false);
  });
});

describe('circle', () => {
  it('names the way around', () => {
    expect(circle(analysis, 'load', 'report')).toEqual([
      'load',
      'svm',
      'report',
      'load'
    ]);
    expect(circle(analysis, 'report', 'load')).toBeNull();
  });
});

describe('nameProblem', () => {
  it.each([
    ['', 'empty'],
    ['Load', 'malformed'],
    ['1st', 'malformed'],
    ['load data', 'malformed'],
    ['load_data2', null]
  ])('of %j is %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });
});
