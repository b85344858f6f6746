import * as React from 'react';

import type { SnapshotDiff } from '../../../core/api/types';
import { Banner } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { lostSecretWords } from '../files/change-words';

interface ILostSecretsProps {
  readonly diff: SnapshotDiff;
  readonly kept: ReadonlySet<string>;
}

/** What looks like a secret and does not stay as it is: many other files may go beside it. */
export function LostSecrets(props: ILostSecretsProps): JSX.Element | null {
  const { trans } = useLab();
  const words = lostSecretWords(props.diff, props.kept, trans);
  return words === '' ? null : (
    <Banner tone="warn" icon={warningIcon}>
      {words}
    </Banner>
  );
}
