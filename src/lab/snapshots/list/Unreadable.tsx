import * as React from 'react';

import { Banner, Marked } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';
import { shortDigest } from '../digests';

/** Snapshots that the list cannot show, because they are damaged or gone. */
export function Unreadable(props: {
  readonly model: SnapshotsModel;
}): JSX.Element | null {
  const { trans } = useLab();
  const ids = props.model.state.usage?.unreadable ?? [];
  if (ids.length === 0) {
    return null;
  }
  return (
    <Banner tone="warn" icon={warningIcon}>
      <p>
        {trans._n(
          '%1 snapshot cannot be read: %2.',
          '%1 snapshots cannot be read: %2.',
          ids.length,
          ids.map(shortDigest).join(', ')
        )}
      </p>
      <p className="jp-KaletteMuted">
        <Marked
          text={trans.__(
            '`kalette snapshot verify` says what is damaged, and the next snapshot stores again what is still here.'
          )}
        />
      </p>
    </Banner>
  );
}
