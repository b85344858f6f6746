import { neededCells, readReport } from './resume-report';

describe('readReport', () => {
  it('finds the line among what else was printed', () => {
    const failed = [{ name: 'y', reason: 'gone' }];
    const printed = { restored: ['x'], failed, undefined: ['import z'] };
    expect(readReport(`hello\n${JSON.stringify(printed)}\n`)).toEqual({
      restored: ['x'],
      failed,
      troubles: ['import z']
    });
  });

  it.each(['', 'hello', '{"a": 1}', '{broken'])('finds none in "%s"', text => {
    const nothing = { restored: [], failed: [], troubles: [] };
    expect(readReport(text)).toEqual(nothing);
  });
});

describe('neededCells', () => {
  it('names each cell once, in the order of the notebook', () => {
    const missing = [8, 4, 4, null].map((index, place) => ({
      name: `v${place}`,
      type: 'x',
      reason: 'an open file',
      cell: index === null ? null : `c${index}`,
      ...{ index, next: [{ cell: 'c9', index: 9 }] }
    }));
    const failed = [{ name: 'w', reason: 'x', made: { cell: 'c6', index: 6 } }];
    expect(neededCells({ missing, failed })).toEqual([
      { cell: 'c4', index: 4 },
      { cell: 'c6', index: 6 },
      { cell: 'c8', index: 8 },
      { cell: 'c9', index: 9 }
    ]);
  });
});
