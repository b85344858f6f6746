import * as React from 'react';

import type { PipelineView } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Breakable, Button, Empty } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { Problem } from '../ProblemList';
import { SuggestedSteps, usePreview } from './SuggestedSteps';
import { suggest, type ISuggestion } from './suggest';

interface ISuggestionProps {
  readonly model: NotebookPipelineModel;
}

/** For a notebook without tags: the steps that its headings and code suggest. */
export function Suggestion(props: ISuggestionProps): JSX.Element {
  const { model } = props;
  const { trans, execute } = useLab();
  const suggestion = useSuggestion(model);
  const chosen = usePreview(model, suggestion);
  if (suggestion && suggestion.view.steps.length > 0) {
    return (
      <>
        <Empty
          title={
            <Breakable
              text={trans.__('Make %1 a pipeline', model.fileName)}
              name={model.fileName}
            />
          }
          text={summary(suggestion.view, trans)}
        />
        <div className="jp-KaletteScroll">
          <SuggestedSteps
            model={model}
            suggestion={suggestion}
            chosen={chosen}
          />
          <div className="jp-KaletteActions">
            <Button
              kind="accept"
              label={trans.__('Use these steps')}
              onClick={() => {
                model.showPreview(null);
                suggestion.accept();
                // The button goes with the suggestion; in the notebook a key undoes it.
                execute(CommandIDs.goToCell, {
                  path: model.path,
                  cell: suggestion.view.steps[0]?.cells[0] ?? ''
                });
              }}
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
          <WouldBeProblems suggestion={suggestion} />
        </div>
      </>
    );
  }
  return (
    <Empty
      title={
        <Breakable
          text={trans.__('%1 has no steps yet', model.fileName)}
          name={model.fileName}
        />
      }
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

/** What would have to be looked at with these steps; notes are not worth a decision. */
function WouldBeProblems(props: {
  readonly suggestion: ISuggestion;
}): JSX.Element | null {
  const { trans } = useLab();
  const problems = props.suggestion.view.problems.filter(
    ({ diagnostic }) => diagnostic.severity !== 'info'
  );
  return problems.length > 0 ? (
    <section className="jp-KaletteSection">
      <p className="jp-KaletteHint">
        {trans._n(
          'With these steps there is %1 problem to look at:',
          'With these steps there are %1 problems to look at:',
          problems.length
        )}
      </p>
      <ul className="jp-KaletteProblems">
        {problems.map(({ key, diagnostic }) => (
          <Problem key={key} diagnostic={diagnostic} isForeseen />
        ))}
      </ul>
    </section>
  ) : null;
}
