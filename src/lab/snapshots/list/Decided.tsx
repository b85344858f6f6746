import * as React from 'react';

import type { Recovery } from '../../../core/api/types';
import { CommandIDs } from '../../commands/ids';
import { Banner, Button } from '../../ui/controls';
import { infoIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { shortDigest } from '../digests';
import { goBackWords } from '../words';
import type { SnapshotsModel } from './snapshots-model';

/** What decisions about interrupted openings have replaced, and the way back to that. */
export function Decided(props: {
  readonly model: SnapshotsModel;
}): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const { notebook } = model.scope;
  return (
    <>
      {model.state.decided.map(item => (
        <Banner
          key={item.meanwhile}
          tone="info"
          icon={infoIcon}
          actions={
            <>
              <Button
                kind="small"
                label={goBackWords(trans)}
                onClick={() =>
                  execute(CommandIDs.openSnapshot, {
                    url: item.meanwhile,
                    notebook,
                    to: 'here'
                  })
                }
              />
              <Button
                kind="small"
                label={trans.__('Dismiss')}
                onClick={() => model.dismissDecided()}
              />
            </>
          }
        >
          {decidedWords(item, trans)}
        </Banner>
      ))}
    </>
  );
}

function decidedWords(
  { how, id }: Recovery,
  trans: ReturnType<typeof useLab>['trans']
): string {
  const which = shortDigest(id);
  return how === 'rolled-back'
    ? trans.__(
        'The opening of snapshot %1 was taken back. What was here until then is in a snapshot.',
        which
      )
    : trans.__(
        'The opening of snapshot %1 was finished. What was here until then is in a snapshot.',
        which
      );
}
