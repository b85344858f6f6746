import { snapshotProblem, storeUnusable } from '.';

const WAY = 'kalette snapshot remove ID and kalette snapshot prune';

describe('a full disk', () => {
  it('is told with what gives room back', () => {
    const { hint } = snapshotProblem('disk-full', 'The disk is full.', 'Free.');
    expect(hint).toMatch(/^Free\. .+/);
    expect(hint).toContain(WAY);
    const store = storeUnusable('/w/.kalette', 'database or disk is full');
    expect(store.hint).toContain(WAY);
  });

  it('is no other failure', () => {
    expect(snapshotProblem('missing', 'x', '').hint).toBeUndefined();
    expect(snapshotProblem('missing', 'x').hint).toBeUndefined();
    expect(snapshotProblem('missing', 'x', 'Look.').hint).toBe('Look.');
    expect(storeUnusable('/w', 'permission denied').hint).not.toContain(WAY);
  });
});
