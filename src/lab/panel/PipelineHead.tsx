import * as React from 'react';

import {
  type LabIcon,
  runIcon,
  stopIcon,
  caretDownIcon
} from '@jupyterlab/ui-components';

import type { Where } from '../../core/diagnostic';
import {
  formatClock,
  formatDuration,
  type PipelineView
} from '../../core/view';
import { CommandIDs } from '../commands/ids';
import { placeArgs } from '../commands/place-args';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Button, Marked } from '../ui/controls';
import { errorIcon, exportIcon, machineIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { useMenu, type MenuItems } from '../ui/use-menu';
import { PipelineName } from './PipelineName';

interface IHeadProps {
  readonly model: NotebookPipelineModel;
  readonly view: PipelineView;
}

/** Name, the one filled button, and a line that says what it will do. */
export function PipelineHead(props: IHeadProps): JSX.Element {
  const { model, view } = props;
  const { connection } = model.runs.state;
  return (
    <header className="jp-KaletteHead">
      <Title model={model} view={view} />
      {connection.kind === 'absent' ? (
        <ExportButton />
      ) : view.run?.isActive ? (
        <Running model={model} view={view} />
      ) : (
        <Ready model={model} view={view} />
      )}
    </header>
  );
}

function Title(props: IHeadProps): JSX.Element {
  const { model, view } = props;
  const { trans } = useLab();
  const { run } = view;
  return (
    <div className="jp-KaletteHead-title">
      <PipelineName model={model} name={view.name} />
      {run ? (
        <span className="jp-KaletteMuted">
          {trans.__('run %1', run.number)}
        </span>
      ) : (
        <span className="jp-KaletteMuted">{model.fileName}</span>
      )}
      <span className="jp-KaletteGrow" />
      <RunTime view={view} />
    </div>
  );
}

function RunTime(props: { readonly view: PipelineView }): JSX.Element | null {
  const { trans } = useLab();
  const { run } = props.view;
  if (!run) {
    return null;
  }
  if (run.isActive) {
    const start = run.startedAt ? Date.parse(run.startedAt) : Date.now();
    return (
      <span className="jp-KaletteMuted">
        {formatClock((Date.now() - start) / 1000)}
      </span>
    );
  }
  switch (run.state) {
    case 'failed':
      return (
        <span className="jp-KaletteTag jp-mod-bad">{trans.__('Failed')}</span>
      );
    case 'cancelled':
      return <span className="jp-KaletteTag">{trans.__('Stopped')}</span>;
    case 'interrupted':
      return (
        <span className="jp-KaletteTag jp-mod-warn">
          {trans.__('Interrupted')}
        </span>
      );
    case 'succeeded':
      return (
        <span className="jp-KaletteTag jp-mod-good">
          {run.seconds === null
            ? trans.__('Done')
            : trans.__('Done in %1', formatDuration(run.seconds))}
        </span>
      );
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return null;
  }
}

function ExportButton(): JSX.Element {
  const { trans, execute } = useLab();
  return (
    <div className="jp-KaletteSplit">
      <Button
        label={trans.__('Export')}
        icon={exportIcon}
        onClick={() => execute(CommandIDs.exportKfp)}
      />
    </div>
  );
}

function Running(props: IHeadProps): JSX.Element {
  const { model, view } = props;
  const { trans, execute } = useLab();
  const { run } = view;
  const isAsked = run?.state === 'cancelling';
  const isPending = model.runs.state.pending === 'stop';
  const percent = run && run.total > 0 ? (100 * run.done) / run.total : 0;
  return (
    <>
      <div className="jp-KaletteSplit">
        <Button
          label={isAsked ? trans.__('Stop by force') : trans.__('Stop')}
          icon={stopIcon}
          disabled={
            isPending ? trans.__('The run is being stopped.') : undefined
          }
          onClick={({ detail }) => {
            // The second half of a double click does not mean force.
            if (detail < 2) {
              execute(CommandIDs.stopRun);
            }
          }}
        />
      </div>
      <span
        className="jp-KaletteMeter"
        role="progressbar"
        aria-label={trans.__('Steps done')}
        aria-valuemin={0}
        aria-valuemax={run?.total ?? 0}
        aria-valuenow={run?.done ?? 0}
      >
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
      <Note text={runningText(model, view, trans)} />
    </>
  );
}

type Trans = ReturnType<typeof useLab>['trans'];

function runningText(
  model: NotebookPipelineModel,
  { run }: PipelineView,
  trans: Trans
): string {
  const { connection } = model.runs.state;
  if (connection.kind === 'lost') {
    const time = connection.since.toLocaleTimeString(undefined, {
      hour: 'numeric',
      minute: '2-digit'
    });
    return trans.__('Not connected since %1. The run goes on.', time);
  }
  if (!run || run.state === 'queued') {
    return trans.__('Waiting to start');
  }
  if (run.state === 'cancelling') {
    return trans.__('Waiting for the steps to end by themselves');
  }
  return trans.__(
    '%1 running · %2 of %3 done',
    run.running,
    run.done,
    run.total
  );
}

const RUN_MENU: MenuItems = [
  { command: CommandIDs.run },
  { command: CommandIDs.runToCell },
  { command: CommandIDs.runWithParameters },
  { type: 'separator' },
  { command: CommandIDs.resume },
  { command: CommandIDs.exportKfp }
];

function Ready(props: IHeadProps): JSX.Element {
  const { model, view } = props;
  const { trans, execute } = useLab();
  const openMenu = useMenu(RUN_MENU);
  const { plan, run } = view;
  const isStarting = model.runs.state.pending === 'start';
  const isInterrupted = run?.state === 'interrupted';
  return (
    <>
      <div className="jp-KaletteSplit">
        <Button
          kind="accept"
          icon={runIcon}
          label={
            isStarting
              ? trans.__('Starting…')
              : isInterrupted
                ? trans.__('Continue run %1', run.number)
                : plan.steps > 0 && plan.blocker === null
                  ? trans._n('Run %1 step', 'Run %1 steps', plan.steps)
                  : trans.__('Run')
          }
          disabled={runObstacle(isStarting, view, trans)}
          onClick={() =>
            execute(isInterrupted ? CommandIDs.resume : CommandIDs.run)
          }
        />
        <Button
          kind="accept"
          icon={caretDownIcon}
          label={trans.__('More ways to run')}
          hasMenu
          onClick={event => openMenu(event.currentTarget.parentElement)}
        />
      </div>
      <Note
        text={planText(view, trans)}
        icon={plan.blocker ? errorIcon : undefined}
        where={plan.blocker?.where ?? undefined}
      />
    </>
  );
}

function runObstacle(
  isStarting: boolean,
  { plan }: PipelineView,
  trans: Trans
): string | undefined {
  if (isStarting) {
    return trans.__('The run is being started.');
  }
  if (plan.steps === 0) {
    return trans.__('No cell is tagged as a step.');
  }
  return plan.blocker?.message;
}

function planText({ plan }: PipelineView, trans: Trans): string {
  if (plan.blocker) {
    const { message, where } = plan.blocker;
    return where ? trans.__('Cell %1: %2', where.index + 1, message) : message;
  }
  return plan.seconds === null
    ? trans.__('This machine')
    : trans.__('This machine · about %1', formatDuration(plan.seconds));
}

interface INoteProps {
  readonly text: string;
  /** That of the machine it runs on, unless the note is about something else. */
  readonly icon?: LabIcon;
  /** The cell it is about, to which it leads. */
  readonly where?: Where;
}

function Note(props: INoteProps): JSX.Element {
  const { text, icon: Icon = machineIcon, where } = props;
  const { execute } = useLab();
  return (
    <div className="jp-KaletteHead-note" title={text}>
      <Icon.react tag={null} />
      {where ? (
        <button
          type="button"
          className="jp-KaletteLink jp-mod-quiet"
          onClick={() => execute(CommandIDs.goToCell, placeArgs(where))}
        >
          <Marked text={text} />
        </button>
      ) : (
        <span>
          <Marked text={text} />
        </span>
      )}
    </div>
  );
}
