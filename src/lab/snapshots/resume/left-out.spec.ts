import { inspectionOf, snapshotOf } from '../../../core/view/testing/snapshots';
import { isBare, leftOut, withCells } from './left-out';
import type { IResumed } from './resume-report';

const [plain] = snapshotOf().state;
const STATE = [
  { ...plain, name: 'rows', step: 'load' },
  { ...plain, name: 'svm', step: 'train', tier: 'trusted' as const }
];

function resumed(...names: readonly string[]): IResumed {
  return {
    restored: [],
    variables: 2,
    failed: names.map(name => ({ name, reason: 'it could run code' })),
    troubles: [],
    missing: [],
    cells: { failed: [], notRun: [] },
    isStopped: false,
    noKernel: null
  };
}

describe('isBare', () => {
  it('is true where there are cells to be run first, and nobody allowed that', () => {
    const cells = { path: null, detail: '3', canView: false } as const;
    const inspection = inspectionOf({ code: [{ ...cells, kind: 'cells' }] });
    expect(isBare({ inspection, allow: ['variables'] })).toBe(true);
    expect(isBare({ inspection, allow: ['cells'] })).toBe(false);
    expect(isBare({ inspection: inspectionOf(), allow: [] })).toBe(false);
  });
});

describe('withCells', () => {
  it('names the first cell of the step that made a variable', () => {
    const cells = [
      { id: 'a', tags: ['imports'] },
      { id: 'b', tags: ['step:load'] },
      { id: 'c', tags: ['step:train', 'slow'] },
      { id: 'd', tags: ['step:train'] }
    ];
    const { failed } = withCells(resumed('svm', 'other'), STATE, cells);
    expect(failed.map(({ made }) => made)).toEqual([
      { cell: 'c', index: 2 },
      undefined
    ]);
  });
});

describe('leftOut', () => {
  it('is what only needs to be allowed', () => {
    expect(leftOut(resumed('svm', 'rows'), STATE, ['cells'])).toEqual(['svm']);
    expect(leftOut(resumed('svm'), STATE, ['variables'])).toEqual([]);
    expect(leftOut(resumed(), STATE, [])).toEqual([]);
  });
});
