import * as React from 'react';

import { find, render } from '../testing/render';
import { ProblemBanner } from './ProblemBanner';

describe('ProblemBanner', () => {
  it('says what is wrong and what helps, with names as code', () => {
    const problem = { detail: 'The disk is full.', hint: 'Remove `out`.' };
    const { node } = render(<ProblemBanner problem={problem} />);
    expect(find(node, '[role=alert]').textContent).toBe(
      'The disk is full.Remove out.'
    );
    expect(find(node, 'code').textContent).toBe('out');
  });

  it('says first what follows from it', () => {
    const { node } = render(
      <ProblemBanner
        problem={{ detail: 'No Node.' }}
        tone="warn"
        lead="Running is off."
      />
    );
    expect(find(node, '[role=status]').textContent).toBe(
      'Running is off. No Node.'
    );
  });
});
