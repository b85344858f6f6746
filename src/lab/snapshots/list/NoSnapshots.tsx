import * as React from 'react';

import { CommandIDs } from '../../commands/ids';
import { Button, Empty } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';

/** Instead of a list: what snapshots are, and a way to the first one. */
export function NoSnapshots(props: {
  readonly model: SnapshotsModel;
}): JSX.Element {
  const { trans, execute } = useLab();
  return (
    <Empty
      title={trans.__('No snapshots yet')}
      text={trans.__(
        'Snapshots of this folder are taken at each run. Take one now to come back to it later.'
      )}
    >
      <div>
        <Button
          label={trans.__('Take a snapshot')}
          disabled={
            props.model.state.operation
              ? trans.__('Something is being done already.')
              : undefined
          }
          onClick={() => execute(CommandIDs.takeSnapshot, { message: '' })}
        />
      </div>
    </Empty>
  );
}
