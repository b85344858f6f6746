import * as React from 'react';

import type { SnapshotSummary } from '../../../core/api/types';
import type { TimelineRow } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { Button } from '../../ui/controls';
import { moreIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { useMenu, type MenuItems } from '../../ui/use-menu';
import type { SnapshotsModel } from './snapshots-model';
import { CopyUrl, keepArgs, OpenSnapshot } from '../SnapshotButtons';
import {
  addedWords,
  momentWords,
  summaryWords,
  takenWords,
  whichWords
} from '../words';

interface ISnapshotRowProps {
  readonly row: TimelineRow;
  readonly model: SnapshotsModel;
  /** Reached by the Tab key while no row is chosen. */
  readonly isFirst: boolean;
}

/** A snapshot of the list, what can be done with it once it is chosen, and its equal neighbours. */
export function SnapshotRow(props: ISnapshotRowProps): JSX.Element {
  const { row, model, isFirst } = props;
  const { trans } = useLab();
  const { key, snapshot, same } = row;
  const { selected, unfolded, items } = model.state;
  const isOpen = unfolded.has(key);
  const isMark = key.startsWith('kept ') || key.startsWith('published ');
  const isFetched = key.startsWith('fetched ');
  return (
    <>
      <Line
        id={key}
        snapshot={isOpen ? snapshot : withFolded(snapshot, same)}
        title={
          isMark
            ? (snapshot.kept ?? undefined)
            : isFetched
              ? (snapshot.notebook ?? undefined)
              : undefined
        }
        model={model}
        isTabbed={selected === null ? isFirst : selected === key}
        isSelected={selected === key}
      />
      {same.length > 0 && (
        <button
          type="button"
          className="jp-KaletteLink jp-mod-quiet jp-KaletteSame"
          aria-expanded={isOpen}
          onClick={() => model.toggle(key)}
        >
          {isOpen
            ? trans.__('Hide those with the same files')
            : trans.__(
                'Same files: %1',
                same.map(item => momentWords(item, trans, items)).join(', ')
              )}
        </button>
      )}
      {isOpen &&
        same.map(item => (
          <Line
            key={item.id}
            id={`${key} ${item.id}`}
            snapshot={item}
            model={model}
            isTabbed={selected === `${key} ${item.id}`}
            isSelected={selected === `${key} ${item.id}`}
          />
        ))}
    </>
  );
}

/** A row stands for those that it folds away, also in what they added. */
function withFolded(
  snapshot: SnapshotSummary,
  same: readonly SnapshotSummary[]
): SnapshotSummary {
  const added = same.reduce((sum, item) => sum + item.added, snapshot.added);
  return same.length === 0 ? snapshot : { ...snapshot, added };
}

interface ILineProps {
  readonly id: string;
  readonly snapshot: SnapshotSummary;
  /** Instead of the moment. */
  readonly title?: string;
  readonly model: SnapshotsModel;
  readonly isTabbed: boolean;
  /** Shows what can be done with it. */
  readonly isSelected: boolean;
}

const Line = React.memo(function Line(props: ILineProps): JSX.Element {
  const { id, snapshot, title, model, isTabbed, isSelected } = props;
  const { trans, execute } = useLab();
  const { items } = model.state;
  const moment = momentWords(snapshot, trans, items);
  const meta =
    title !== undefined
      ? whichWords(snapshot, trans, items)
      : snapshot.kind === 'run'
        ? addedWords(snapshot, trans)
        : takenWords(snapshot, items);
  const args = { ...model.scope, id: snapshot.id };
  return (
    <>
      <button
        type="button"
        className={`jp-KaletteRow jp-KaletteSnap jp-mod-${snapshot.kind}${title === undefined ? '' : ' jp-mod-named'}${isSelected ? ' jp-mod-selected' : ''}`}
        data-snapshot={snapshot.id}
        aria-expanded={isSelected}
        tabIndex={isTabbed ? 0 : -1}
        title={`${title ?? moment} · ${summaryWords(snapshot, trans, items)}`}
        onClick={() => model.select(id)}
        onDoubleClick={() => execute(CommandIDs.showSnapshot, args)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.preventDefault();
            execute(CommandIDs.showSnapshot, args);
          } else if (event.key === 'Delete') {
            execute(CommandIDs.removeSnapshot, args);
          }
        }}
      >
        <span
          className={`jp-KaletteDia jp-mod-${snapshot.when ?? snapshot.kind}`}
          aria-hidden="true"
        />
        <span className="jp-KaletteSnap-name">{title ?? moment}</span>
        <span className="jp-KaletteMeta">{meta}</span>
      </button>
      {isSelected && <Actions snapshot={snapshot} model={model} />}
    </>
  );
});

interface IActionsProps {
  readonly snapshot: SnapshotSummary;
  readonly model: SnapshotsModel;
}

function Actions(props: IActionsProps): JSX.Element {
  const { snapshot, model } = props;
  const { trans } = useLab();
  const { notebook } = model.scope;
  const { items } = model.state;
  const openMenu = useMenu(menuOf(snapshot, notebook));
  return (
    <div
      className="jp-KaletteSnapActions"
      role="group"
      aria-label={trans.__(
        'Actions for %1',
        momentWords(snapshot, trans, items)
      )}
    >
      <OpenSnapshot
        kind="small"
        snapshot={snapshot}
        to="here"
        notebook={notebook}
      />
      <OpenSnapshot
        kind="small"
        snapshot={snapshot}
        to="new"
        notebook={notebook}
      />
      <CopyUrl kind="icon" snapshot={snapshot} />
      <Button
        kind="icon"
        icon={moreIcon}
        hasMenu
        label={trans.__('More')}
        onClick={event => openMenu(event.currentTarget)}
      />
    </div>
  );
}

function menuOf(snapshot: SnapshotSummary, notebook: string): MenuItems {
  const args = { id: snapshot.id, notebook };
  return [
    { command: CommandIDs.showSnapshot, args },
    { command: CommandIDs.showSnapshot, args: { ...args, isComparing: true } },
    { type: 'separator' },
    { command: CommandIDs.keepSnapshot, args: keepArgs(snapshot, notebook) },
    { command: CommandIDs.publishSnapshot, args },
    { type: 'separator' },
    { command: CommandIDs.removeSnapshot, args }
  ];
}
