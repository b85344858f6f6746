import * as React from 'react';

import type { FileChange, SnapshotDiff } from '../../../core/api/types';
import { useLab } from '../../ui/lab-context';
import { useShowAll } from '../../ui/use-show-all';
import { type ReadVersions, FileDifference } from './FileDifference';
import { changeLetter, changeWord, keepWords, sizeWords } from './change-words';

interface IFileChangesProps {
  readonly diff: SnapshotDiff;
  /** What the two sides of a comparison are called. */
  readonly before: string;
  readonly after: string;
  /** `null` when what the files hold is not known yet. */
  readonly read: ReadVersions | null;
  /** Files that are left as they are; without `onKeep` nothing can be left. */
  readonly kept?: ReadonlySet<string>;
  readonly onKeep?: (path: string) => void;
  /** At most so many until all are asked for. */
  readonly limit?: number;
}

/** Files that differ, each with what happens to it, and how it differs. */
export function FileChanges(props: IFileChangesProps): JSX.Element {
  const { diff, limit = Infinity } = props;
  const { items, total, same } = diff;
  const { trans } = useLab();
  const { shown: listed, showAll, list } = useShowAll(items, limit);
  const [shown, setShown] = React.useState<string | null>(null);
  return (
    <>
      <ul className="jp-KaletteFiles" ref={list}>
        {listed.map(change => (
          <File
            key={change.path}
            {...props}
            change={change}
            isShown={shown === change.path}
            onShow={() => setShown(shown === change.path ? null : change.path)}
          />
        ))}
      </ul>
      {listed.length < items.length && (
        <button
          type="button"
          className="jp-KaletteLink jp-KaletteFiles-all"
          onClick={showAll}
        >
          {items.length < total
            ? trans.__('Show the first %1 of %2 files', items.length, total)
            : trans._n('Show all %1 file', 'Show all %1 files', total)}
        </button>
      )}
      {listed.length === items.length && items.length < total && (
        <p className="jp-KaletteHint">
          {trans.__(
            'The first %1 of %2 files; the others are not listed.',
            items.length,
            total
          )}
        </p>
      )}
      {same > 0 && (
        <p className="jp-KaletteHint">
          {trans.__('%1 the same', same.toLocaleString())}
        </p>
      )}
    </>
  );
}

interface IFileProps extends IFileChangesProps {
  readonly change: FileChange;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function File(props: IFileProps): JSX.Element {
  const { change, isShown, onShow, kept, onKeep, read } = props;
  const { trans } = useLab();
  const { path } = change;
  const isKept = kept?.has(path) ?? false;
  const keep = keepWords(change.change, trans);
  return (
    <li>
      <div className={`jp-KaletteFile jp-mod-${change.change}`}>
        <em title={changeWord(change.change, trans)} aria-hidden="true">
          {changeLetter(change.change)}
        </em>
        <span className="jp-KaletteFile-path" title={path}>
          {isKept ? <s>{path}</s> : path}
        </span>
        <span className="jp-KaletteMeta">{sizeWords(change, trans)}</span>
        {read && !path.endsWith('/') && (
          <button
            type="button"
            className="jp-KaletteLink"
            aria-expanded={isShown}
            aria-label={trans.__(
              'Compare %1, %2',
              path,
              changeWord(change.change, trans)
            )}
            onClick={onShow}
          >
            {trans.__('Diff')}
          </button>
        )}
        {onKeep && (
          <button
            type="button"
            className="jp-KaletteLink"
            aria-pressed={isKept}
            title={keep.title}
            onClick={() => onKeep(path)}
          >
            {isKept ? keep.done : keep.label}
          </button>
        )}
      </div>
      {isShown && read && (
        <FileDifference
          path={path}
          before={props.before}
          after={props.after}
          read={read}
        />
      )}
    </li>
  );
}
