import * as React from 'react';

import type { SnapshotUsage } from '../../core/api/types';
import { CommandIDs } from '../commands/ids';
import { Banner, Button, Marked } from '../ui/controls';
import { warningIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';
import { shortDigest } from './words';

type Recovery = SnapshotUsage['recovered'][number];

interface IRecoveriesProps {
  readonly model: SnapshotsModel;
}

/** Openings that were interrupted: what became of each, and the way back. */
export function Recoveries(props: IRecoveriesProps): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const [isSeen, setSeen] = React.useState<ReadonlySet<string>>(new Set());
  const recovered = model.state.usage?.recovered ?? [];
  const { notebook } = model.scope;
  return (
    <>
      {recovered
        .filter(item => !isSeen.has(keyOf(item)))
        .map(item => (
          <Banner
            key={keyOf(item)}
            tone="warn"
            icon={warningIcon}
            actions={
              <>
                {item.safety !== null && (
                  <Button
                    kind="small"
                    label={trans.__('Go back…')}
                    onClick={() =>
                      execute(CommandIDs.openSnapshot, {
                        url: item.safety,
                        notebook,
                        to: 'here'
                      })
                    }
                  />
                )}
                <Button
                  kind="small"
                  label={trans.__('Leave it so')}
                  onClick={() => setSeen(new Set([...isSeen, keyOf(item)]))}
                />
              </>
            }
          >
            <p>{recoveryWords(item, trans)}</p>
            {item.why !== '' && (
              <p className="jp-KaletteMuted">
                <Marked text={item.why} />
              </p>
            )}
          </Banner>
        ))}
    </>
  );
}

function keyOf({ id, folder, safety }: Recovery): string {
  return `${id} ${folder} ${safety}`;
}

function recoveryWords(
  { how, id }: Recovery,
  trans: ReturnType<typeof useLab>['trans']
): string {
  const which = shortDigest(id);
  switch (how) {
    case 'resumed':
      return trans.__(
        'The opening of snapshot %1 was interrupted. It was finished when Kalette came back.',
        which
      );
    case 'rolled-back':
      return trans.__(
        'The opening of snapshot %1 was interrupted. All is as it was before.',
        which
      );
    case 'failed':
      return trans.__(
        'The opening of snapshot %1 was interrupted, and could not be put right yet.',
        which
      );
  }
}
