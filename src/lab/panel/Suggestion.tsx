import * as React from 'react';

import type { PipelineView } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Button, Empty } from '../ui/controls';
import { metricsIcon, parametersIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { RailPicture } from './RailPicture';
import { suggest, type ISuggestion } from './suggest';

interface ISuggestionProps {
  readonly model: NotebookPipelineModel;
}

/** For a notebook without tags: the steps that its headings and code suggest. */
export function Suggestion(props: ISuggestionProps): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const suggestion = useSuggestion(model);
  if (suggestion && suggestion.view.steps.length > 0) {
    return (
      <>
        <Empty
          title={trans.__('Make %1 a pipeline', model.fileName)}
          text={summary(suggestion.view, trans)}
        />
        <div className="jp-KaletteScroll">
          <SuggestedSteps suggestion={suggestion} />
          <div className="jp-KaletteActions">
            <Button
              kind="accept"
              label={trans.__('Use these steps')}
              onClick={() => suggestion.accept()}
            />
            <Button
              label={trans.__('Tag cells myself')}
              onClick={() => execute(CommandIDs.tagEdit)}
            />
            <p className="jp-KaletteMuted">
              {trans.__(
                'Tags are saved in the notebook. Your code does not change.'
              )}
            </p>
          </div>
        </div>
      </>
    );
  }
  return (
    <Empty
      title={trans.__('%1 has no steps yet', model.fileName)}
      text={trans.__(
        'Tag a cell as a step, and it runs in a process of its own. Untagged cells below it belong to the same step.'
      )}
    >
      <div>
        <Button
          label={trans.__('Tag this cell')}
          onClick={() => execute(CommandIDs.tagEdit)}
        />
      </div>
    </Empty>
  );
}

type Trans = ReturnType<typeof useLab>['trans'];

function summary({ steps }: PipelineView, trans: Trans): string {
  const parts = trans._n(
    'Its code falls into %1 step.',
    'Its code falls into %1 steps.',
    steps.length
  );
  const pair = besides(steps);
  const hint = pair
    ? trans.__('%1 and %2 can run at the same time.', ...pair)
    : '';
  return `${parts} ${hint}`.trim();
}

/** Two steps with the same parents: the plainest case of steps that can run side by side. */
function besides(
  steps: PipelineView['steps']
): readonly [string, string] | null {
  const seen = new Map<string, string>();
  for (const { name, parents } of steps) {
    const key = parents.join(' ');
    const other = seen.get(key);
    if (other !== undefined) {
      return [other, name];
    }
    seen.set(key, name);
  }
  return null;
}

function useSuggestion(model: NotebookPipelineModel): ISuggestion | null {
  const [suggestion, setSuggestion] = React.useState<ISuggestion | null>(null);
  const { analysis } = model.state;
  React.useEffect(() => {
    let isCurrent = true;
    void suggest(model).then(found => {
      if (isCurrent) {
        setSuggestion(found);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [model, analysis]);
  return suggestion;
}

function SuggestedSteps(props: {
  readonly suggestion: ISuggestion;
}): JSX.Element {
  const { trans } = useLab();
  const { view, places, others } = props.suggestion;
  return (
    <>
      <div
        className="jp-KaletteSteps"
        role="list"
        aria-label={trans.__('Suggested steps')}
        style={
          { '--jp-kalette-rail': `${view.rail.width}px` } as React.CSSProperties
        }
      >
        <RailPicture rail={view.rail} steps={view.steps} hovered={null} />
        {view.steps.map(({ name }) => (
          <div key={name} className="jp-KaletteRow" role="listitem">
            <span>{name}</span>
            <span className="jp-KaletteMeta">
              {cellWords(places.get(name) ?? [], trans)}
            </span>
          </div>
        ))}
      </div>
      {others.map(({ role, cells }) => {
        const Icon = role === 'metrics' ? metricsIcon : parametersIcon;
        const word =
          role === 'metrics' ? trans.__('Metrics') : trans.__('Parameters');
        return (
          <div key={role} className="jp-KaletteRow">
            <Icon.react className="jp-KaletteIcon" tag="span" />
            <span>{word}</span>
            <span className="jp-KaletteMeta">{cellWords(cells, trans)}</span>
          </div>
        );
      })}
    </>
  );
}

/** "cell 5", "cells 3–4", "cells 3, 7", counted from 1. */
function cellWords(cells: readonly number[], trans: Trans): string {
  const first = cells[0];
  const last = cells[cells.length - 1];
  const numbers = cells.map(index => index + 1);
  if (cells.length === 1) {
    return trans.__('cell %1', first + 1);
  }
  return last - first === cells.length - 1
    ? trans.__('cells %1–%2', first + 1, last + 1)
    : trans.__('cells %1', numbers.join(', '));
}
