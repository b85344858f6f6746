import { inspectionOf, snapshotOf } from '../../../core/view/testing/snapshots';
import { trans } from '../../testing/render';
import { type IConsentState, START } from './consent-state';
import { kernelLossWords, kernelNowOf } from './kernel-loss';

const words = (fields: Partial<IConsentState>, snapshot = snapshotOf()) =>
  kernelLossWords(
    { ...START, inspection: inspectionOf({ snapshot }), ...fields },
    trans
  );

describe('kernelLossWords', () => {
  it('says that variables are lost with the restart, and that a cell is stopped', () => {
    expect(words({ kernel: 'idle' })).toBe(
      'The kernel of digits.ipynb is restarted: all variables in it are lost; they are in no snapshot.'
    );
    expect(words({ kernel: 'busy' })).toContain('it is stopped');
    expect(words({ kernel: 'none' })).toBe('');
  });

  it('says of a kernel that is left alone only what goes on in it', () => {
    expect(words({ kernel: 'idle', isResumed: false })).toBe('');
    expect(words({ kernel: 'busy', isResumed: false })).toBe(
      'A cell is running. It goes on while files under it change.'
    );
  });

  it('says that the way back brings back no variables', () => {
    const safety = snapshotOf({ kind: 'safety', notebook: null });
    expect(words({ kernel: 'idle' }, safety)).toMatch(/^Only files go back: /);
    expect(words({ kernel: 'busy' }, safety)).toMatch(
      /^A cell is running\. .* Only files go back: /
    );
  });
});

describe('kernelNowOf', () => {
  it.each([
    [undefined, 'none'],
    ['dead', 'none'],
    ['idle', 'idle'],
    ['starting', 'idle'],
    ['busy', 'busy']
  ])('%s: %s', (status, now) => {
    expect(kernelNowOf(status)).toBe(now);
  });
});
