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
  const place = React.useRef<HTMLDivElement>(null);
  // The button that led to it may be far below; pressed again it would open what nobody looked at.
  React.useEffect(() => {
    // What newer browsers give back, a promise, is no end of the effect.
    place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [problem]);
  return (
    <div ref={place}>
      {problem.code === CHANGED ? (
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
      )}
    </div>
  );
}
