import corpus from '../corpus/dataflow.json';
import own from '../corpus/own.json';
import { notebookOf, type Case } from '../testing/corpus';
import { tryFixes } from '../testing/fixed';

const CASES = [...corpus.cases, ...own.cases] as unknown as readonly Case[];
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
