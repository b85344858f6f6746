import * as React from 'react';

import {
  formatBytes,
  formatClock,
  secondsBetween,
  type LogTail,
  type PipelineView,
  type StepView
} from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Section, Sparkline, StepDot } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { StepSnapshots } from '../../snapshots/list/StepSnapshots';
import { stepTitle } from '../../ui/words';
import type { PanelState } from '../panel-state';
import { useStepLog } from './use-step-log';

interface IStepSectionProps {
  readonly model: NotebookPipelineModel;
  readonly view: PipelineView;
  readonly panel: PanelState;
}

const SHOWN_LINES = 6;

/** The chosen step of the run, else the one that runs longest: inputs, memory, last lines. */
export function StepSection(props: IStepSectionProps): JSX.Element | null {
  const { model, view, panel } = props;
  const { trans, execute } = useLab();
  const { progress } = model.runs.state;
  const step = shownStep(model, view);
  const log = useStepLog(model.runs, step?.name ?? null);
  if (!step || !progress) {
    return null;
  }
  const memory = progress.memory.get(step.name) ?? [];
  const ran = progress.run.steps.find(({ name }) => name === step.name);
  const unsaved = ran?.snapshot?.unsaved ?? [];
  return (
    <Section
      title={
        <>
          <StepDot hue={step.hue} />
          {stepTitle(step.name, trans)}
        </>
      }
      isCollapsed={panel.collapsed.has('step')}
      onToggle={() => panel.toggle('step')}
    >
      {memory.length > 0 && (
        <div className="jp-KaletteRow">
          <span className="jp-KaletteMuted">{trans.__('Memory')}</span>
          <span className="jp-KaletteMeta">
            <Sparkline values={memory} />
            {formatBytes(memory[memory.length - 1])}
          </span>
        </div>
      )}
      {step.inputs.length > 0 && (
        <div className="jp-KaletteRow">
          <span className="jp-KaletteMuted jp-KaletteRow-label">
            {trans.__('In')}
          </span>
          <span className="jp-KaletteMeta jp-KaletteMono">
            {step.inputs.join(', ')}
          </span>
        </div>
      )}
      {unsaved.length > 0 && (
        <div
          className="jp-KaletteRow"
          title={trans.__(
            'Too large for the snapshot of the step, or too slow to save'
          )}
        >
          <span className="jp-KaletteMuted jp-KaletteRow-label">
            {trans.__('Not in the snapshot')}
          </span>
          <span className="jp-KaletteMeta jp-KaletteMono">
            {unsaved.join(', ')}
          </span>
        </div>
      )}
      {log && log.lines.length > 0 && (
        <LastLines log={log} since={ran?.startedAt ?? log.lines[0].at} />
      )}
      <div className="jp-KaletteRow">
        <button
          type="button"
          className="jp-KaletteLink"
          onClick={() =>
            execute(CommandIDs.openStep, {
              path: model.path,
              run: progress.run.id,
              step: step.name
            })
          }
        >
          {trans.__('Open step')}
        </button>
        <span className="jp-KaletteGrow" />
        {ran && <StepSnapshots step={ran} path={model.path} />}
      </div>
    </Section>
  );
}

function shownStep(
  { state, runs }: NotebookPipelineModel,
  { steps, run }: PipelineView
): StepView | null {
  const isPartOfRun = (step: StepView): boolean =>
    runs.state.progress?.run.steps.some(({ name }) => name === step.name) ??
    false;
  const chosen = steps.find(({ name }) => name === state.selected);
  if (chosen && isPartOfRun(chosen)) {
    return chosen;
  }
  const running = steps
    .filter(({ startedAt }) => startedAt !== null)
    .sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''));
  const failed = steps.find(({ name }) => name === run?.failed?.name);
  return running[0] ?? failed ?? null;
}

interface ILastLinesProps {
  readonly log: LogTail;
  /** When the step began. */
  readonly since: string;
}

function LastLines(props: ILastLinesProps): JSX.Element {
  const { log, since } = props;
  const { lines } = log;
  return (
    <pre className="jp-KaletteLog jp-mod-short">
      {lines.slice(-SHOWN_LINES).map(({ at, text, stream }, row) => (
        <div key={row} className={`jp-mod-${stream}`}>
          <time>{formatClock(secondsBetween(since, at))}</time>{' '}
          {text.replace(/\n$/, '')}
        </div>
      ))}
    </pre>
  );
}
