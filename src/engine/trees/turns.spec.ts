import { PromiseDelegate } from '@lumino/coreutils';

import { Turns } from './turns';

describe('the turns of those who use files', () => {
  it('writes when what was being copied is, however that ended', async () => {
    const turns = new Turns();
    const [one, other] = [
      new PromiseDelegate<void>(),
      new PromiseDelegate<void>()
    ];
    const copies = [one, other].map(({ promise }) => turns.copy(() => promise));
    const seen: string[] = [];
    const written = turns.write(async () => {
      seen.push('written');
      return 3;
    });
    expect(turns.isWritten).toBe(true);
    one.resolve();
    await copies[0];
    expect(seen).toEqual([]);
    other.reject(new Error('full'));
    await expect(copies[1]).rejects.toThrow('full');
    expect(await written).toBe(3);
    expect(turns.isWritten).toBe(false);
  });

  it('is free again after what failed', async () => {
    const turns = new Turns();
    const failed = turns.write(() => Promise.reject(new Error('gone')));
    await expect(failed).rejects.toThrow('gone');
    expect(turns.isWritten).toBe(false);
  });
});
