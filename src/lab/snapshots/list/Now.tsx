import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { SnapshotSummary } from '../../../core/api/types';
import { latestHere } from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import { takenWords, whichWords } from '../words';
import type { SnapshotsModel } from './snapshots-model';

/** What of the workspace is not as it was when it was seen last. */
export function Now(props: {
  readonly model: SnapshotsModel;
}): JSX.Element | null {
  const { now, items } = props.model.state;
  const { trans } = useLab();
  const base = latestHere(items);
  if (!now || !base) {
    return null;
  }
  const since = sinceWords(base, items, trans);
  return (
    <section className="jp-KaletteSection">
      <h3
        className="jp-KaletteGroupHead"
        title={now.items.map(({ path }) => path).join('\n') || undefined}
      >
        {trans.__('Now')}{' '}
        <small>
          {now.total === 0
            ? trans.__('nothing changed since %1', since)
            : trans._n(
                '%1 file changed since %2',
                '%1 files changed since %2',
                now.total,
                since
              )}
        </small>
      </h3>
    </section>
  );
}

/** By its moment where it was opened again, as others of its run were not. */
function sinceWords(
  base: SnapshotSummary,
  items: readonly SnapshotSummary[],
  trans: TranslationBundle
): string {
  if (base.runNumber === null) {
    return takenWords(base, items);
  }
  return base === items[0]
    ? trans.__('run %1', base.runNumber)
    : whichWords(base, trans);
}
