import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';

import { formatDuration, shownState } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import { useLab } from '../ui/lab-context';
import { ProblemBanner } from '../ui/ProblemBanner';
import { StepSnapshots } from '../snapshots/list/StepSnapshots';
import { StateGlyph } from '../ui/state-glyph';
import { StepFailure } from '../ui/StepFailure';
import { stateWord, stepTitle } from '../ui/words';
import { RenderedOutput, RenderedSource } from './RenderedOutput';
import { StepLog } from './StepLog';
import type { IStepPageState } from './step-model';

interface IStepPageProps {
  readonly path: string;
  readonly name: string;
  readonly state: IStepPageState;
  readonly rendermime: IRenderMimeRegistry;
  /** Asks for earlier lines of the log. */
  readonly onEarlier: () => void;
}

/** A step of a run: its error, its cells with what they gave out, and its log. */
export function StepPage(props: IStepPageProps): JSX.Element {
  const { path, name, state, rendermime, onEarlier } = props;
  const { trans } = useLab();
  const { run, step, report, log, hasEarlier, problem } = state;
  return (
    <>
      <header className="jp-KaletteBar">
        <h1>{stepTitle(name, trans)}</h1>
        {step && (
          <span className="jp-KaletteTag">
            <StateGlyph
              state={shownState(step.state)}
              label={stateWord(shownState(step.state), trans)}
            />
            {stateWord(shownState(step.state), trans)}
          </span>
        )}
        {run && (
          <span className="jp-KaletteMuted">
            {trans.__('run %1', run.number)}
          </span>
        )}
        {step && step.seconds !== null && (
          <span className="jp-KaletteMuted">
            {formatDuration(step.seconds)}
          </span>
        )}
        {step && step.attempts > 1 && (
          <span className="jp-KaletteMuted">
            {trans.__('attempt %1', step.attempts)}
          </span>
        )}
        <span className="jp-KaletteGrow" />
        {step && <StepSnapshots step={step} path={path} />}
      </header>
      <div className="jp-KalettePage-body">
        {problem && <ProblemBanner problem={problem} />}
        {step?.error && <StepFailure path={path} error={step.error} />}
        <section className="jp-KaletteBlock">
          <h2>{trans.__('Cells')}</h2>
          {report ? (
            <Report path={path} report={report} rendermime={rendermime} />
          ) : (
            <p className="jp-KaletteHint">
              {trans.__(
                'The executed cells are shown when the step has ended.'
              )}
            </p>
          )}
        </section>
        <section className="jp-KaletteBlock">
          <h2>{trans.__('Log')}</h2>
          <StepLog lines={log} {...(hasEarlier && { onEarlier })} />
        </section>
      </div>
    </>
  );
}

interface IReportProps {
  readonly path: string;
  readonly report: INotebookContent;
  readonly rendermime: IRenderMimeRegistry;
}

const Report = React.memo(function Report(props: IReportProps): JSX.Element {
  const { path, report, rendermime } = props;
  const language = report.metadata.language_info?.name ?? 'python';
  return (
    <>
      {report.cells.map((cell, place) => (
        <ReportCell
          key={place}
          path={path}
          cell={cell}
          language={language}
          rendermime={rendermime}
        />
      ))}
    </>
  );
});

interface IReportCellProps {
  readonly path: string;
  readonly cell: ICell;
  readonly language: string;
  readonly rendermime: IRenderMimeRegistry;
}

function ReportCell(props: IReportCellProps): JSX.Element {
  const { path, cell, language, rendermime } = props;
  const { trans, execute } = useLab();
  const id = typeof cell.id === 'string' ? cell.id : null;
  const source = Array.isArray(cell.source)
    ? cell.source.join('')
    : cell.source;
  const outputs = (cell.outputs ?? []) as unknown as readonly IOutput[];
  return (
    <article className="jp-KaletteReportCell">
      <RenderedSource
        rendermime={rendermime}
        source={source}
        language={language}
      />
      {id !== null && (
        <button
          type="button"
          className="jp-KaletteLink jp-mod-quiet"
          onClick={() => execute(CommandIDs.goToCell, { path, cell: id })}
        >
          {trans.__('Go to cell')}
        </button>
      )}
      {outputs.map((output, place) => (
        <RenderedOutput key={place} rendermime={rendermime} output={output} />
      ))}
    </article>
  );
}
