import * as React from 'react';

import type { Recovery } from '../../../core/api/types';
import { CommandIDs } from '../../commands/ids';
import { Banner, Button, Marked } from '../../ui/controls';
import { warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';
import { shortDigest } from '../digests';

interface IRecoveriesProps {
  readonly model: SnapshotsModel;
}

/** Openings that were interrupted: what became of each, and the way back. */
export function Recoveries(props: IRecoveriesProps): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const recovered = model.state.usage?.recovered ?? [];
  const { notebook } = model.scope;
  const isOpen = recovered.some(isUnsettled);
  const goBack = (item: Recovery) =>
    item.how === 'waiting'
      ? void model.recover('back')
      : execute(CommandIDs.openSnapshot, {
          url: item.safety,
          notebook,
          to: 'here'
        });
  return (
    <>
      {recovered.map(item => (
        <Banner
          key={keyOf(item)}
          tone="warn"
          icon={warningIcon}
          actions={
            <>
              {item.how === 'waiting' && (
                <Button
                  kind="small"
                  label={trans.__('Finish it')}
                  onClick={() => void model.recover('finish')}
                />
              )}
              {item.safety !== null && item.how !== 'rolled-back' && (
                <Button
                  kind="small"
                  label={
                    item.how === 'waiting'
                      ? trans.__('Go back')
                      : trans.__('Go back…')
                  }
                  onClick={() => goBack(item)}
                />
              )}
              {/* It is one answer for all, which is asked first about what is open. */}
              {(isUnsettled(item) || !isOpen) && (
                <Button
                  kind="small"
                  label={
                    item.how === 'rolled-back'
                      ? trans.__('Dismiss')
                      : trans.__('Leave it so')
                  }
                  onClick={() => void model.recover('leave')}
                />
              )}
            </>
          }
        >
          <p>{recoveryWords(item, trans)}</p>
          {item.changed.length > 0 && <ChangedPaths item={item} />}
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

/** So many of the paths are named; the rest is counted. */
const NAMED = 5;

function ChangedPaths({ item }: { readonly item: Recovery }): JSX.Element {
  const { trans } = useLab();
  const named = item.changed.slice(0, NAMED);
  const others = item.changed.length - named.length + item.more;
  return (
    <ul className="jp-KaletteMuted">
      {named.map(path => (
        <li key={path}>{path}</li>
      ))}
      {others > 0 && <li>{trans._n('%1 more', '%1 more', others)}</li>}
    </ul>
  );
}

/** True while somebody has to decide, or another try is due. */
function isUnsettled({ how }: Recovery): boolean {
  return how === 'waiting' || how === 'failed';
}

function keyOf({ id, folder, safety, how }: Recovery): string {
  return `${id} ${folder} ${safety} ${how}`;
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
    case 'left':
      return trans.__(
        'The opening of snapshot %1 was interrupted. The files stay as they are.',
        which
      );
    case 'waiting':
      return trans.__(
        'The opening of snapshot %1 was interrupted, and files were changed since, so it was neither finished nor taken back.',
        which
      );
    case 'failed':
      return trans.__(
        'The opening of snapshot %1 was interrupted, and could not be put right yet.',
        which
      );
  }
}
