import * as React from 'react';

import type { Problem } from '../../../core/api/types';
import { Banner } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { NOT_SAVED } from './consent-state';

interface IUnsavedProps {
  readonly paths: readonly string[];
  /** Why the last attempt failed: that they could not be saved contradicts it. */
  readonly problem: Problem | null;
}

/** Which open documents have changes that opening over the workspace saves first. */
export function Unsaved(props: IUnsavedProps): JSX.Element | null {
  const { paths, problem } = props;
  const { trans } = useLab();
  return paths.length === 0 || problem?.code === NOT_SAVED ? null : (
    <Banner tone="warn" icon={warningIcon}>
      {trans._n(
        '%2 has unsaved changes. They are saved into the safety snapshot, not lost.',
        '%2 have unsaved changes. They are saved into the safety snapshot, not lost.',
        paths.length,
        paths.join(', ')
      )}
    </Banner>
  );
}
