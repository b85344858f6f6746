import * as React from 'react';

import { CommandIDs } from '../../commands/ids';
import { Button } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import type { SnapshotsModel } from './snapshots-model';

/** A few words for the snapshot that is taken next; they may be left out. */
export function TakeForm(props: {
  readonly model: SnapshotsModel;
}): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const input = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => input.current?.focus(), []);
  const take = (): void => {
    model.showForm(false);
    execute(CommandIDs.takeSnapshot, { message: input.current?.value ?? '' });
  };
  return (
    <form
      className="jp-KaletteTake"
      aria-label={trans.__('Take a snapshot')}
      onSubmit={event => {
        event.preventDefault();
        take();
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          model.showForm(false);
        }
      }}
    >
      <input
        ref={input}
        className="jp-KaletteInput"
        placeholder={trans.__('What for? (may be left out)')}
        aria-label={trans.__('Message')}
      />
      <footer>
        <Button
          kind="small"
          label={trans.__('Cancel')}
          onClick={() => model.showForm(false)}
        />
        <Button kind="small" label={trans.__('Take snapshot')} onClick={take} />
      </footer>
    </form>
  );
}
