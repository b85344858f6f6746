import * as React from 'react';

import type { Inspection } from '../../../core/api/types';
import { liesWithin, withinOf } from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import { effectWords } from '../files/change-words';
import type { ConsentModel } from './consent-model';
import { folderTrouble } from './folder-trouble';

interface IWhereToProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
  readonly isListed: boolean;
  readonly onList: () => void;
}

/** Whether a snapshot goes into a new folder or over the workspace. */
export function WhereTo(props: IWhereToProps): JSX.Element {
  const { model, inspection, isListed, onList } = props;
  const { trans } = useLab();
  const { to, folder, keep } = model.state;
  const { here } = inspection;
  const name = React.useId();
  const option = (isChosen: boolean): string =>
    `jp-KaletteOption${isChosen ? ' jp-mod-selected' : ''}`;
  return (
    <div
      className="jp-KaletteOptions"
      role="radiogroup"
      aria-label={trans.__('Where to')}
    >
      <div className={option(to === 'new')}>
        <input
          type="radio"
          id={`${name}-new`}
          name={name}
          checked={to === 'new'}
          onChange={() => model.choose('new')}
        />
        <label htmlFor={`${name}-new`}>{trans.__('In a new folder')}</label>
        <input
          className="jp-KaletteInput jp-mod-mono"
          aria-label={trans.__('Name of the new folder')}
          value={folder}
          spellCheck={false}
          aria-describedby={`${name}-trouble`}
          onChange={event => model.setFolder(event.target.value)}
        />
        <small id={`${name}-trouble`} role="alert">
          {to === 'new' && folderTrouble(folder, trans)}
        </small>
        {to === 'new' && liesWithin(folder, inspection.workspace) && (
          <small>
            {trans.__(
              'The folder is a workspace of its own: snapshots and runs of the one around it leave it out, unless a line !/%1/ of .snapshotignore asks for it.',
              withinOf(folder, inspection.workspace)
            )}
          </small>
        )}
      </div>
      <div className={option(to === 'here')}>
        <input
          type="radio"
          id={`${name}-here`}
          name={name}
          checked={to === 'here'}
          disabled={here.refused !== null}
          onChange={() => model.choose('here')}
        />
        <label htmlFor={`${name}-here`}>
          {inspection.workspace === ''
            ? trans.__('In this workspace')
            : trans.__('In this workspace, %1', inspection.workspace)}
        </label>
        <small>
          {here.refused ?? `${effectWords(here, keep, trans)}. `}
          {here.refused === null && here.items.length > 0 && (
            <button
              type="button"
              className="jp-KaletteLink"
              aria-expanded={isListed}
              onClick={onList}
            >
              {isListed ? trans.__('Hide') : trans.__('Show')}
            </button>
          )}
        </small>
      </div>
    </div>
  );
}
