import { linkIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { RunStep } from '../../../core/api/types';
import { CommandIDs } from '../../commands/ids';
import { Button } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';

interface IStepSnapshotsProps {
  readonly step: RunStep;
  /** Path of the notebook. */
  readonly path: string;
}

/** Opens the workspace as it was before and after a step of a run; absent without snapshots. */
export function StepSnapshots(props: IStepSnapshotsProps): JSX.Element | null {
  const { step, path } = props;
  const { trans, execute } = useLab();
  // Runs of earlier versions have none.
  const { before = null, after = null } = step.snapshot ?? {};
  const open = (url: string): void =>
    execute(CommandIDs.openSnapshot, { url, notebook: path, to: 'here' });
  const copied = after ?? before;
  return copied === null ? null : (
    <div
      className="jp-KaletteStepSnaps"
      role="group"
      aria-label={trans.__('Snapshots of %1', step.name)}
    >
      {before !== null && (
        <Button
          kind="small"
          label={trans.__('Open before')}
          onClick={() => open(before)}
        />
      )}
      {after !== null && (
        <Button
          kind="small"
          label={trans.__('Open after')}
          onClick={() => open(after)}
        />
      )}
      <Button
        kind="icon"
        icon={linkIcon}
        label={trans.__('Copy URL')}
        onClick={() => execute(CommandIDs.copySnapshotUrl, { url: copied })}
      />
    </div>
  );
}
