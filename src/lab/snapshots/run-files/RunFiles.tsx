import { copyIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type {
  FileChange,
  Run,
  RunFiles as Files,
  SnapshotDiff
} from '../../../core/api/types';
import { isActive } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import type { PanelState } from '../../panel/panel-state';
import { Banner, Button, Section, Skeleton } from '../../ui/controls';
import { infoIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { ProblemBanner } from '../../ui/ProblemBanner';
import { Progress } from '../operation/Progress';
import type { RunFilesModel } from './run-files-model';
import { FileDifference } from '../files/FileDifference';
import { goBackWords } from '../words';
import { changeLetter, changeWord, sizeWords } from '../files/change-words';

interface IRunFilesProps {
  readonly model: NotebookPipelineModel;
  readonly panel: PanelState;
}

/** Files that the last run left, where they are, and which of them to copy; absent without any. */
export function RunFiles(props: IRunFilesProps): JSX.Element | null {
  const { model, panel } = props;
  const { trans } = useLab();
  const run = model.runs.state.progress?.run;
  if (!run || isActive(run.state) || !run.files || run.files.total === 0) {
    return null;
  }
  const { runFiles } = model;
  const isShown = runFiles.state.run === run.id;
  return (
    <Section
      id="files"
      title={trans.__('Files of run %1', run.number)}
      count={countWords(run.files, trans)}
      isCollapsed={panel.collapsed.has('files')}
      onToggle={() => panel.toggle('files')}
    >
      <p className="jp-KaletteHint">
        {trans.__(
          'The run worked on a copy; your folder gets only what you copy into it.'
        )}
      </p>
      <div className="jp-KaletteRow">
        <span className="jp-KaletteMono" title={run.files.folder}>
          {run.files.folder}
        </span>
        <Button
          kind="icon"
          icon={copyIcon}
          label={trans.__('Copy the path of the folder')}
          onClick={() =>
            void navigator.clipboard.writeText(run.files?.folder ?? '')
          }
        />
      </div>
      {isShown ? (
        <Choice model={runFiles} run={run} />
      ) : (
        <div className="jp-KaletteRow">
          <Button
            kind="small"
            label={trans.__('Copy into the workspace…')}
            onClick={() => void runFiles.show(run)}
          />
        </div>
      )}
    </Section>
  );
}

function countWords({ items, total }: Files, trans: TranslationBundle): string {
  const count = (kind: FileChange['change']): number =>
    items.filter(({ change }) => change === kind).length;
  if (items.length < total) {
    return String(total);
  }
  const [added, changed, deleted] = [
    count('new'),
    count('changed'),
    count('deleted')
  ];
  return [
    added > 0 ? trans._n('%1 new', '%1 new', added) : '',
    changed > 0 ? trans._n('%1 changed', '%1 changed', changed) : '',
    deleted > 0 ? trans._n('%1 deleted', '%1 deleted', deleted) : ''
  ]
    .filter(part => part !== '')
    .join(', ');
}

interface IChoiceProps {
  readonly model: RunFilesModel;
  readonly run: Run;
}

function Choice(props: IChoiceProps): JSX.Element {
  const { model } = props;
  const { trans } = useLab();
  const { diff, chosen, operation, problem } = model.state;
  return (
    <div className="jp-KaletteRunFiles">
      {problem && <ProblemBanner problem={problem} />}
      <Applied {...props} />
      {!diff && !problem && <Skeleton />}
      {diff && <StillOther model={model} diff={diff} />}
      <ul className="jp-KaletteFiles">
        {diff?.items.map(change => (
          <Item key={change.path} change={change} model={model} />
        ))}
      </ul>
      {operation ? (
        <Progress operation={operation} onCancel={() => void model.cancel()} />
      ) : (
        <footer>
          <Button
            kind="small"
            label={trans.__('Close')}
            onClick={() => model.hide()}
          />
          {diff && diff.total > 0 && (
            <Button
              kind="small"
              label={copyWords(diff, chosen, trans)}
              disabled={
                chosen.size === 0 ? trans.__('No file is chosen.') : undefined
              }
              onClick={() => void model.apply()}
            />
          )}
        </footer>
      )}
    </div>
  );
}

function Applied(props: IChoiceProps): JSX.Element | null {
  const { model } = props;
  const { trans, execute } = useLab();
  const { applied } = model.state;
  if (!applied) {
    return null;
  }
  const { written, removed, safety } = applied;
  return (
    <Banner
      tone="info"
      icon={infoIcon}
      actions={
        safety !== null && (
          <Button
            kind="small"
            label={goBackWords(trans)}
            onClick={() =>
              execute(CommandIDs.openSnapshot, {
                url: safety,
                notebook: model.scope.notebook,
                to: 'here'
              })
            }
          />
        )
      }
    >
      {appliedWords(written, removed, trans)}
    </Banner>
  );
}

/** What the list below is once some of it was copied, or why there is none. */
function StillOther({
  model,
  diff
}: {
  readonly model: RunFilesModel;
  readonly diff: SnapshotDiff;
}): JSX.Element | null {
  const { trans } = useLab();
  if (diff.total > 0 && !model.state.applied) {
    return null;
  }
  return (
    <p className="jp-KaletteHint">
      {diff.total === 0
        ? trans.__('The workspace has all that the run left.')
        : trans.__('Still not as the run left it:')}
    </p>
  );
}

/** What a press copies, and what of it takes a file away. */
function copyWords(
  { items }: SnapshotDiff,
  chosen: ReadonlySet<string>,
  trans: TranslationBundle
): string {
  const removed = items.filter(
    ({ change, path }) => change === 'deleted' && chosen.has(path)
  ).length;
  const copied = chosen.size - removed;
  if (removed === 0) {
    return trans._n('Copy %1 file', 'Copy %1 files', copied);
  }
  return copied === 0
    ? trans._n('Remove %1 file', 'Remove %1 files', removed)
    : trans._n(
        'Copy %1 file, remove %2',
        'Copy %1 files, remove %2',
        copied,
        removed
      );
}

function appliedWords(
  written: number,
  removed: number,
  trans: TranslationBundle
): string {
  if (removed === 0) {
    return trans._n('%1 file copied.', '%1 files copied.', written);
  }
  return written === 0
    ? trans._n('%1 file removed.', '%1 files removed.', removed)
    : trans._n(
        '%1 file copied, %2 removed.',
        '%1 files copied, %2 removed.',
        written,
        removed
      );
}

interface IItemProps {
  readonly change: FileChange;
  readonly model: RunFilesModel;
}

function Item(props: IItemProps): JSX.Element {
  const { change, model } = props;
  const { trans } = useLab();
  const [isShown, setShown] = React.useState(false);
  const { path } = change;
  const word = changeWord(change.change, trans);
  return (
    <li>
      <div className={`jp-KaletteFile jp-mod-${change.change}`}>
        <label>
          <input
            type="checkbox"
            checked={model.state.chosen.has(path)}
            onChange={() => model.toggle(path)}
          />
          <em title={word}>{changeLetter(change.change)}</em>
          <span className="jp-KaletteFile-path" title={path}>
            {path}
          </span>
          <span className="jp-KaletteMeta">{sizeWords(change, trans)}</span>
        </label>
        <button
          type="button"
          className="jp-KaletteLink"
          aria-expanded={isShown}
          aria-label={trans.__('Compare %1, %2', path, word)}
          onClick={() => setShown(!isShown)}
        >
          {trans.__('Diff')}
        </button>
      </div>
      {isShown && (
        <FileDifference
          // What was copied is read again.
          key={model.state.applied?.safety ?? ''}
          path={path}
          before={trans.__('Now')}
          after={trans.__('In the run')}
          read={model.read}
        />
      )}
    </li>
  );
}
