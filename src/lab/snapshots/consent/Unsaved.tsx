import * as React from 'react';

import { Banner } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';

interface IUnsavedProps {
  readonly paths: readonly string[];
}

/** Which open documents have changes that opening over the workspace saves first. */
export function Unsaved(props: IUnsavedProps): JSX.Element | null {
  const { paths } = props;
  const { trans } = useLab();
  return paths.length === 0 ? null : (
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
