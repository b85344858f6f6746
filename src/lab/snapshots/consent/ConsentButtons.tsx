import * as React from 'react';

import { formatBytes } from '../../../core/view';
import { Button } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import type { ConsentModel } from './consent-model';
import { folderTrouble } from './folder-trouble';

/** What can be done on the page of consent; what opens is last. */
export function ConsentButtons(props: {
  readonly model: ConsentModel;
}): JSX.Element {
  const { model } = props;
  const { trans } = useLab();
  const { phase, inspection, to, folder } = model.state;
  const isOpenable = phase === 'asking' && inspection !== null;
  const unnamed = to === 'new' ? folderTrouble(folder, trans) : undefined;
  return (
    <footer className="jp-KaletteConsent-end">
      <span className="jp-KaletteMuted">
        {isOpenable &&
          trans.__('You have %1 free.', formatBytes(inspection.free))}
      </span>
      <span className="jp-KaletteGrow" />
      {isOpenable && (
        <Button
          label={trans.__('Browse files only')}
          title={trans.__(
            'Writes the files to the new folder and shows them. Nothing that runs by itself comes along, and no kernel is started.'
          )}
          disabled={unnamed}
          onClick={() => void model.open('new', { filesOnly: true })}
        />
      )}
      <Button label={trans.__('Cancel')} onClick={() => void model.cancel()} />
      {phase === 'unread' && (
        <Button
          kind="accept"
          label={trans.__('Look at it')}
          onClick={() => void model.look()}
        />
      )}
      {isOpenable && (
        <Button
          kind="accept"
          disabled={unnamed}
          label={
            to === 'new'
              ? trans.__('Open in new folder')
              : trans.__('Open here')
          }
          onClick={() => void model.open()}
        />
      )}
    </footer>
  );
}
