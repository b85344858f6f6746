import { Turns } from './turns';

/** Work that goes on until it is told how it ends. */
function lasting() {
  let finish: (error?: Error) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    finish = error => (error ? reject(error) : resolve());
  });
  return { work: () => promise, finish };
}

describe('the turns of those who use files', () => {
  it('writes when what was being copied is, however that ended', async () => {
    const turns = new Turns();
    const [one, other] = [lasting(), lasting()];
    const copies = [one, other].map(({ work }) => turns.copy(work));
    const seen: string[] = [];
    const written = turns.write(async () => {
      seen.push('written');
      return 3;
    });
    expect(turns.isWritten).toBe(true);
    one.finish();
    await copies[0];
    expect(seen).toEqual([]);
    other.finish(new Error('full'));
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
