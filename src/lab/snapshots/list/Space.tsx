import * as React from 'react';

import { formatBytes } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { useLab } from '../../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';

/** How much room the snapshots of a workspace take, of how much; absent until it is known. */
export function Space(props: {
  readonly model: SnapshotsModel;
}): JSX.Element | null {
  const { model } = props;
  const { usage } = model.state;
  const { trans, execute } = useLab();
  if (!usage) {
    return null;
  }
  const { bytes, limit, count } = usage;
  const percent = limit > 0 ? Math.min(100, (100 * bytes) / limit) : 0;
  const words = trans.__('%1 of %2', formatBytes(bytes), formatBytes(limit));
  return (
    <footer className="jp-KaletteSpace">
      <div>
        <span>{words}</span>
        <span className="jp-KaletteMuted">
          {trans._n('%1 snapshot', '%1 snapshots', count)}
        </span>
        {bytes > 0 && (
          <button
            type="button"
            className="jp-KaletteLink"
            title={trans.__(
              'Give back what deleted and cancelled snapshots took'
            )}
            onClick={() =>
              execute(CommandIDs.freeRoom, { path: model.scope.notebook })
            }
          >
            {trans.__('Free up')}
          </button>
        )}
      </div>
      <span
        className={`jp-KaletteMeter${percent >= 90 ? ' jp-mod-full' : ''}`}
        role="meter"
        aria-label={trans.__('Space taken by snapshots')}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={bytes}
        aria-valuetext={words}
      >
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
    </footer>
  );
}
