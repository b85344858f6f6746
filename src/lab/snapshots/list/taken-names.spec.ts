import { digestOf, summaryOf } from '../../../core/view/testing/snapshots';
import { holderOf, namePattern } from './taken-names';

const ITEMS = ['gold', 'two-words', 'v1.2+x'].map((kept, place) =>
  summaryOf({ id: digestOf(String(place)), kept })
);

describe('names of kept snapshots', () => {
  it.each([
    'gold',
    ' gold ',
    'two words',
    'two   words',
    'two-words',
    'v1.2+x'
  ])('are taken: “%s”', text => {
    expect(holderOf(text, ITEMS)).not.toBeNull();
    expect(fits(text)).toBe(false);
  });

  it.each(['golden', 'Gold', 'two--words', 'v1_2+x', 'my gold'])(
    'are free: “%s”',
    text => {
      expect(holderOf(text, ITEMS)).toBeNull();
      expect(fits(text)).toBe(true);
    }
  );

  it('are limited in their form without any that is taken', () => {
    const pattern = new RegExp(`^(?:${namePattern([])})$`, 'u');
    expect(pattern.test('gold')).toBe(true);
    expect(pattern.test('a/b')).toBe(false);
  });
});

/** As a browser applies the attribute. */
function fits(text: string): boolean {
  return new RegExp(`^(?:${namePattern(ITEMS)})$`, 'u').test(text);
}
