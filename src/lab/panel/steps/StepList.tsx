import * as React from 'react';

import type { StepView } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import type { IPipelineState } from '../../model/pipeline-state';
import { stepTime } from '../../cells/strip';
import { Section } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { StateGlyph } from '../../ui/state-glyph';
import {
  reasonStory,
  reasonWords,
  stateWord,
  stepTitle,
  stepTitles
} from '../../ui/words';
import type { PanelState } from '../panel-state';
import { RailPicture } from './RailPicture';

interface IStepListProps {
  readonly model: NotebookPipelineModel;
  readonly state: IPipelineState;
  readonly panel: PanelState;
}

/** The steps from top to bottom with their graph. */
export function StepList(props: IStepListProps): JSX.Element {
  const { model, state, panel } = props;
  const { trans } = useLab();
  const { steps = [], run } = state.view ?? {};
  return (
    <Section
      title={trans.__('Steps')}
      count={
        run?.isActive
          ? trans.__('%1 of %2', run.done, run.total)
          : String(steps.length)
      }
      isCollapsed={panel.collapsed.has('steps')}
      onToggle={() => panel.toggle('steps')}
    >
      {steps.length === 0 ? (
        <p className="jp-KaletteHint">
          {trans.__('No cell is tagged as a step yet.')}
        </p>
      ) : (
        <Rows model={model} state={state} />
      )}
    </Section>
  );
}

function Rows(props: Omit<IStepListProps, 'panel'>): JSX.Element | null {
  const { model, state } = props;
  const { trans, commands } = useLab();
  const list = React.useRef<HTMLDivElement>(null);
  const onEdge = React.useCallback(
    (from: string, to: string): void => {
      const args = { path: model.path, from, to };
      void commands.execute(CommandIDs.explain, args);
    },
    [model, commands]
  );
  const { view, selected, hovered } = state;
  if (!view) {
    return null;
  }
  const { steps, rail } = view;
  const current = steps.some(({ name }) => name === selected)
    ? selected
    : (steps[0]?.name ?? null);
  const move = (by: number): void => {
    const at = steps.findIndex(({ name }) => name === current);
    const next = steps[Math.min(Math.max(at + by, 0), steps.length - 1)];
    if (next) {
      model.select(next.name);
      list.current
        ?.querySelector<HTMLElement>(`[data-step="${next.name}"]`)
        ?.focus();
    }
  };
  return (
    <div
      ref={list}
      className="jp-KaletteSteps"
      role="listbox"
      aria-label={trans.__('Steps')}
      style={{ '--jp-kalette-rail': `${rail.width}px` } as React.CSSProperties}
      onPointerLeave={() => model.hover(null)}
      onKeyDown={event => {
        const by = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }[
          event.key
        ];
        if (by !== undefined) {
          event.preventDefault();
          move(by);
        }
      }}
    >
      <RailPicture
        rail={rail}
        steps={steps}
        hovered={hovered}
        onEdge={onEdge}
      />
      {steps.map(step => (
        <Row
          key={step.name}
          step={step}
          time={stepTime(step, Date.now())}
          isSelected={step.name === selected}
          isCurrent={step.name === current}
          model={model}
        />
      ))}
    </div>
  );
}

interface IRowProps {
  readonly step: StepView;
  readonly time: string;
  readonly isSelected: boolean;
  /** The one row that the Tab key reaches. */
  readonly isCurrent: boolean;
  readonly model: NotebookPipelineModel;
}

const Row = React.memo(function Row(props: IRowProps): JSX.Element {
  const { step, time, isSelected, isCurrent, model } = props;
  const { trans, execute } = useLab();
  const state = stateWord(step.state, trans);
  const detail = time || reasonWords(step.reason, trans);
  const { path } = model;
  const select = (): void => {
    model.select(step.name);
    execute(CommandIDs.goToCell, { path, cell: step.cells[0], isQuiet: true });
  };
  return (
    <div
      className={`jp-KaletteRow jp-KaletteStep${isSelected ? ' jp-mod-selected' : ''}`}
      role="option"
      data-step={step.name}
      aria-selected={isSelected}
      aria-label={rowLabel(step, state, detail, trans)}
      tabIndex={isCurrent ? 0 : -1}
      onClick={select}
      onContextMenu={select}
      onPointerEnter={() => model.hover(step.name)}
      onDoubleClick={() =>
        execute(CommandIDs.tagEdit, { path, cell: step.cells[0] })
      }
      onKeyDown={event => {
        if (event.key === 'Enter') {
          event.preventDefault();
          const command = event.altKey
            ? CommandIDs.runToCell
            : CommandIDs.tagEdit;
          execute(command, { path, cell: step.cells[0], step: step.name });
        } else if (event.key === ' ') {
          event.preventDefault();
          select();
        } else if (event.key === 'Escape') {
          execute(CommandIDs.goToCell, { path, cell: step.cells[0] });
        }
      }}
    >
      <span title={step.name}>{stepTitle(step.name, trans)}</span>
      <span className="jp-KaletteMeta" title={reasonStory(step.reason)}>
        {detail}
      </span>
      <StateGlyph state={step.state} label={state} />
    </div>
  );
});

function rowLabel(
  step: StepView,
  state: string,
  detail: string,
  trans: ReturnType<typeof useLab>['trans']
): string {
  const problems =
    step.problems > 0
      ? trans._n('%1 problem', '%1 problems', step.problems)
      : '';
  const after =
    step.parents.length > 0
      ? trans.__('after %1', stepTitles(step.parents, trans))
      : '';
  return [stepTitle(step.name, trans), after, state, detail, problems]
    .filter(part => part !== '')
    .join(', ');
}
