import type { Committed, Statement } from './committer';
import { GroupCommit, type Manner } from './group-commit';

const AGAIN_MS = 30;

/** A database that can be full. */
class Disk {
  full = false;
  /** Values committed, each commit's in a list. */
  readonly commits: unknown[][] = [];
  readonly told: string[] = [];
  readonly group = new GroupCommit(this, why => this.told.push(why), AGAIN_MS);

  commit(transactions: readonly (readonly Statement[])[]): Committed[] {
    if (this.full) {
      throw new Error('database or disk is full');
    }
    this.commits.push(transactions.flat().map(({ values }) => values[0]));
    return transactions.map(() => ({ rows: [this.commits.length] }));
  }

  add(value: number, manner: Manner): Promise<Committed> {
    const statements = [{ sql: '', values: [value] }];
    return new Promise(settle =>
      this.group.add({ statements, manner, settle })
    );
  }
}

describe('what is committed together', () => {
  it('joins what has arrived, in the order of the calls', async () => {
    const disk = new Disk();
    await Promise.all([
      disk.add(1, 'lazy'),
      disk.add(2, 'insist'),
      disk.add(3, 'try')
    ]);
    expect(disk.commits).toEqual([[1, 2, 3]]);
  });

  it('commits what nobody waits for in a moment, or when it is many', async () => {
    const disk = new Disk();
    const first = disk.add(1, 'lazy');
    await new Promise(setImmediate);
    expect(disk.commits).toEqual([]);
    await first;
    expect(disk.commits).toEqual([[1]]);
    const many = Array.from({ length: 250 }, (_, n) => disk.add(n, 'lazy'));
    await Promise.race(many);
    expect(disk.commits.length).toBe(2);
    await Promise.all(many);
  });
});

describe('a full disk', () => {
  it('keeps what insists, and commits it later in its order', async () => {
    const disk = new Disk();
    disk.full = true;
    const first = disk.add(1, 'insist');
    await new Promise(setImmediate);
    const later = [disk.add(2, 'lazy'), disk.add(3, 'insist')];
    await new Promise(done => setTimeout(done, 2 * AGAIN_MS));
    expect(disk.commits).toEqual([]);
    expect(disk.told).toEqual(['database or disk is full']);
    disk.full = false;
    await Promise.all([first, ...later]);
    expect(disk.commits).toEqual([[1, 2, 3]]);
  });

  it('refuses at once what only tries', async () => {
    const disk = new Disk();
    disk.full = true;
    const kept = disk.add(1, 'insist');
    expect(await disk.add(2, 'try')).toEqual({
      error: 'database or disk is full',
      unusable: true
    });
    disk.full = false;
    await kept;
    expect(disk.commits).toEqual([[1]]);
  });

  it('is tried again by what insists after a refusal', async () => {
    const disk = new Disk();
    disk.full = true;
    await disk.add(1, 'try');
    disk.full = false;
    await disk.add(2, 'insist');
    expect(disk.commits).toEqual([[2]]);
  });

  it('keeps nothing once the engine ends', async () => {
    const disk = new Disk();
    disk.full = true;
    const kept = disk.add(1, 'insist');
    await new Promise(setImmediate);
    disk.group.giveUp();
    expect(await kept).toMatchObject({ unusable: true });
    expect(await disk.add(2, 'insist')).toMatchObject({ unusable: true });
  });
});
