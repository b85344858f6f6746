import { linkIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { SnapshotSummary } from '../../core/api/types';
import { urlToShare } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import { Button } from '../ui/controls';
import { useLab } from '../ui/lab-context';

interface IButtonProps {
  readonly snapshot: SnapshotSummary;
  /** How the button looks. */
  readonly kind?: React.ComponentProps<typeof Button>['kind'];
}

/** Copies the link that others can open. */
export function CopyUrl(props: IButtonProps): JSX.Element {
  const { snapshot, ...look } = props;
  const { trans, execute } = useLab();
  return (
    <Button
      {...look}
      icon={linkIcon}
      label={trans.__('Copy URL')}
      onClick={() =>
        execute(CommandIDs.copySnapshotUrl, { url: urlToShare(snapshot) })
      }
    />
  );
}

interface IOpenProps extends IButtonProps {
  readonly to: 'here' | 'new';
  /** Path of the notebook whose workspace it is. */
  readonly notebook: string;
}

/** Opens it in place, or as a workspace of its own. */
export function OpenSnapshot(props: IOpenProps): JSX.Element {
  const { snapshot, to, notebook, ...look } = props;
  const { trans, execute } = useLab();
  const { url } = snapshot;
  return (
    <Button
      {...look}
      label={to === 'here' ? trans.__('Open here') : trans.__('New workspace')}
      onClick={() => execute(CommandIDs.openSnapshot, { url, notebook, to })}
    />
  );
}

/** What the command that names a snapshot, or takes its name back, is told. */
export function keepArgs(
  { id, kept }: SnapshotSummary,
  notebook: string
): Record<string, string> {
  return { id, notebook, ...(kept !== null && { kept }) };
}
