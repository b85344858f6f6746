import type { FileChange } from '../../../core/api/types';
import { changeOf, inspectionOf } from '../../../core/view/testing/snapshots';
import { isAsShown } from './as-shown';

const inspected = (items: readonly FileChange[], total = items.length) =>
  inspectionOf({
    workspace: 'team/a',
    here: { same: 9, total, items, refused: null }
  });

const [A, B] = [changeOf('a.py'), changeOf('b.ipynb')];

describe('isAsShown', () => {
  it('is false where a file came or went, or is another by its kind or size', () => {
    const shown = inspected([A, B]);
    expect(isAsShown(shown, inspected([A, B]), [])).toBe(true);
    const c = changeOf('c.py', 'deleted');
    expect(isAsShown(shown, inspected([A, B, c]), [])).toBe(false);
    expect(isAsShown(shown, inspected([A]), [])).toBe(false);
    expect(isAsShown(shown, inspected([A, B], 6000), [])).toBe(false);
    const others = [changeOf('a.py', 'deleted'), { ...A, before: 17 }];
    for (const other of others) {
      expect(isAsShown(shown, inspected([other, B]), [])).toBe(false);
    }
  });

  it('passes over documents that were saved since, which had to be', () => {
    const shown = inspected([A]);
    const unsaved = ['team/a/b.ipynb'];
    expect(isAsShown(shown, inspected([A, B]), unsaved)).toBe(true);
    expect(isAsShown(inspected([A, B]), shown, unsaved)).toBe(true);
    expect(isAsShown(shown, inspected([A, B]), ['b.ipynb'])).toBe(false);
    expect(isAsShown(shown, inspected([B]), unsaved)).toBe(false);
  });
});
