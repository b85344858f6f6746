import * as React from 'react';

import { Banner } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import type { IConsentState } from './consent-state';
import { kernelLossWords } from './kernel-loss';

/** What of the live kernel is lost, which no snapshot brings back. */
export function KernelLoss(props: {
  readonly state: IConsentState;
}): JSX.Element | null {
  const { trans } = useLab();
  const words = kernelLossWords(props.state, trans);
  return words === '' ? null : (
    <Banner tone="warn" icon={warningIcon}>
      {words}
    </Banner>
  );
}
