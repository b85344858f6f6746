import {
  addIcon,
  downloadIcon,
  type LabIcon,
  refreshIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import {
  timelineOf,
  type TimelineGroup,
  type TimelineRow
} from '../../../core/view';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Button, Empty, Skeleton } from '../../ui/controls';
import { exportIcon, pinIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { ProblemBanner } from '../../ui/ProblemBanner';
import { Progress } from '../operation/Progress';
import { Decided } from './Decided';
import { Recoveries } from './Recoveries';
import { RunHead } from './RunHead';
import { SnapshotRow } from './SnapshotRow';
import type { SnapshotsModel } from './snapshots-model';
import { Space } from './Space';
import { Unreadable } from './Unreadable';
import { NoSnapshots } from './NoSnapshots';
import { Now } from './Now';
import { TakeForm } from './TakeForm';

interface ISnapshotsViewProps {
  /** `null` when no notebook is open. */
  readonly model: NotebookPipelineModel | null;
}

/** The snapshots of the workspace of the notebook in use. */
export function SnapshotsView(props: ISnapshotsViewProps): JSX.Element {
  const { model } = props;
  const { trans } = useLab();
  const list = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    void model?.snapshots.open();
    // A side bar that is closed has no box.
    const isSeen = (): boolean => Boolean(list.current?.offsetParent);
    const watch = model?.snapshots.watch(isSeen);
    return () => watch?.dispose();
  }, [model]);
  if (!model) {
    return (
      <Empty
        title={trans.__('No notebook open')}
        text={trans.__('Open a notebook to see the snapshots of its folder.')}
      />
    );
  }
  const { snapshots } = model;
  const { isRead, operation, problem } = snapshots.state;
  return (
    <>
      <Head model={snapshots} />
      <div className="jp-KaletteScroll" ref={list}>
        {operation && (
          <Progress
            operation={operation}
            onCancel={() => void snapshots.cancel()}
          />
        )}
        {problem && <Refused model={snapshots} />}
        <Recoveries model={snapshots} />
        <Decided model={snapshots} />
        <Unreadable model={snapshots} />
        {isRead ? <List model={model} /> : !problem && <Skeleton />}
      </div>
      <Space model={snapshots} />
    </>
  );
}

function Head(props: { readonly model: SnapshotsModel }): JSX.Element {
  const { model } = props;
  const { trans } = useLab();
  const { isFormOpen, operation } = model.state;
  return (
    <header className="jp-KaletteSnapHead">
      <div>
        <span>{trans.__('This workspace')}</span>
        <span className="jp-KaletteGrow" />
        <Button
          kind="icon"
          icon={refreshIcon}
          label={trans.__('Read the list again')}
          onClick={() => void model.refresh()}
        />
        <Button
          kind="small"
          icon={addIcon}
          label={trans.__('Take')}
          expanded={isFormOpen}
          disabled={
            operation ? trans.__('Something is being done already.') : undefined
          }
          onClick={() => model.showForm(!isFormOpen)}
        />
      </div>
      {isFormOpen && <TakeForm model={model} />}
    </header>
  );
}

function Refused(props: {
  readonly model: SnapshotsModel;
}): JSX.Element | null {
  const { model } = props;
  const { trans } = useLab();
  const { isRead, problem } = model.state;
  // Once the engine answers again, the list is what was asked for.
  const isAway = !isRead || problem?.code === 'unreachable';
  return (
    problem && (
      <ProblemBanner
        problem={problem}
        actions={
          <Button
            kind="small"
            label={isAway ? trans.__('Check again') : trans.__('Dismiss')}
            onClick={() => (isAway ? void model.refresh() : model.dismiss())}
          />
        }
      />
    )
  );
}

function List(props: { readonly model: NotebookPipelineModel }): JSX.Element {
  const { snapshots: model } = props.model;
  const { trans } = useLab();
  const { items, next } = model.state;
  const list = React.useRef<HTMLDivElement>(null);
  const { groups, kept, published, fetched } = React.useMemo(
    () => timelineOf(items),
    [items]
  );
  if (items.length === 0) {
    return <NoSnapshots model={model} />;
  }
  const first = groups[0]?.rows[0]?.key;
  const notebooks = new Set(groups.map(notebookOf));
  const isMixed = notebooks.size > (notebooks.has(null) ? 2 : 1);
  const rows = (part: readonly TimelineRow[]) =>
    part.map(row => (
      <SnapshotRow
        key={row.key}
        row={row}
        model={model}
        isFirst={row.key === first}
      />
    ));
  return (
    <div
      ref={list}
      className="jp-KaletteTimeline"
      onKeyDown={event => walk(event, list.current)}
    >
      <Now model={model} />
      {groups.map(group => (
        <section key={group.key} className="jp-KaletteSection">
          <RunHead
            group={group}
            runs={props.model.runs.state}
            notebook={isMixed ? notebookOf(group) : null}
          />
          {rows(group.rows)}
        </section>
      ))}
      {next !== null && (
        <div className="jp-KaletteRow">
          <Button
            kind="small"
            label={trans.__('Show older ones')}
            onClick={() => void model.more()}
          />
        </div>
      )}
      <Marks title={trans.__('Kept')} icon={pinIcon} rows={kept}>
        {rows(kept)}
      </Marks>
      <Marks title={trans.__('Published')} icon={exportIcon} rows={published}>
        {rows(published)}
      </Marks>
      <Marks
        title={trans.__('From elsewhere')}
        icon={downloadIcon}
        rows={fetched}
      >
        {rows(fetched)}
      </Marks>
    </div>
  );
}

/** Of whose run the snapshots are; `null` outside of runs. */
function notebookOf({ run, rows }: TimelineGroup): string | null {
  return run === null ? null : (rows[0]?.snapshot.notebook ?? null);
}

/** Up and down go from row to row, over the actions between them. */
function walk(event: React.KeyboardEvent, list: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[
    event.key
  ];
  const rows = [
    ...(list?.querySelectorAll<HTMLElement>('[data-snapshot]') ?? [])
  ];
  const at = rows.findIndex(row => row === document.activeElement);
  if (by !== undefined && at >= 0) {
    event.preventDefault();
    const next = Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[next].focus();
    rows[next].click();
  }
}

interface IMarksProps {
  readonly title: string;
  readonly icon: LabIcon;
  readonly rows: readonly TimelineRow[];
  readonly children: React.ReactNode;
}

function Marks(props: IMarksProps): JSX.Element | null {
  const { title, icon: Icon, rows, children } = props;
  return rows.length === 0 ? null : (
    <section className="jp-KaletteSection">
      <h3 className="jp-KaletteGroupHead">
        <Icon.react tag="span" className="jp-KaletteIcon" />
        {title} <small>{rows.length}</small>
      </h3>
      {children}
    </section>
  );
}
