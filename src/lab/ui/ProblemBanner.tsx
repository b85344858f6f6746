import * as React from 'react';

import type { Problem } from '../../core/api/types';
import { Banner, Marked } from './controls';
import { errorIcon, warningIcon } from './icons';

interface IProblemBannerProps {
  readonly problem: Pick<Problem, 'detail' | 'hint'>;
  readonly tone?: 'warn' | 'error';
  /** What follows from it, said first. */
  readonly lead?: string;
  readonly actions?: React.ReactNode;
}

/** Why something could not be done, and what helps. */
export function ProblemBanner(props: IProblemBannerProps): JSX.Element {
  const { problem, tone = 'error', lead, actions } = props;
  return (
    <Banner
      tone={tone}
      icon={tone === 'error' ? errorIcon : warningIcon}
      actions={actions}
    >
      <p>
        {lead !== undefined && (
          <>
            <b>{lead}</b>{' '}
          </>
        )}
        <Marked text={problem.detail} />
      </p>
      {problem.hint !== undefined && (
        <p className="jp-KaletteMuted">
          <Marked text={problem.hint} />
        </p>
      )}
    </Banner>
  );
}
