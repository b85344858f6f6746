import { trans } from '../testing/render';
import { linksOutWords } from './names';

it('names links that were left out, a few of many', () => {
  expect(linksOutWords(['pw'], trans)).toBe(
    '1 link points outside the folder and was left out: pw'
  );
  const many = Array.from({ length: 30 }, (_, place) => `l${place}`);
  expect(linksOutWords(many, trans)).toMatch(
    /^30 links point outside .*: l0, l1.* and \d+ more$/
  );
});
