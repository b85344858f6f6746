import { CASES } from '../testing/cases';
import { notebookOf } from '../testing/corpus';
import { tryFixes } from '../testing/fixed';

const tried = CASES.map(
  item => [item.id, tryFixes(notebookOf(item))] as const
).filter(([, fixes]) => fixes.length > 0);

describe('the fixes offered in the corpus', () => {
  it('are many', () => {
    expect(tried.length).toBeGreaterThan(35);
  });

  it.each(tried)('in %s do what they say', (_, fixes) => {
    expect(fixes.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
