import * as React from 'react';

import type { Problem } from '../../../core/api/types';
import { useLab } from '../../ui/lab-context';
import { ProblemBanner } from '../../ui/ProblemBanner';
import { CHANGED } from './consent-state';

interface IConsentProblemProps {
  readonly problem: Problem;
  readonly actions?: React.ReactNode;
}

/** Why a snapshot was not opened, and what helps. */
export function ConsentProblem(props: IConsentProblemProps): JSX.Element {
  const { problem } = props;
  const { trans } = useLab();
  return problem.code === CHANGED ? (
    <ProblemBanner
      tone="warn"
      problem={{
        detail: trans.__(
          'Nothing was opened: files were changed since this list was made. Look at it again.'
        )
      }}
    />
  ) : (
    <ProblemBanner {...props} />
  );
}
