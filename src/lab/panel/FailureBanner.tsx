import * as React from 'react';

import type { PipelineView } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { isNoted } from '../runs/learn';
import { Banner, Button, Marked } from '../ui/controls';
import { errorIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { StepFailure } from '../ui/StepFailure';
import { stepTitle } from '../ui/words';

interface IFailureBannerProps {
  readonly model: NotebookPipelineModel;
  readonly view: PipelineView;
}

/** Which step failed, where, and where to go from there. */
export function FailureBanner(props: IFailureBannerProps): JSX.Element | null {
  const { model, view } = props;
  const { trans, execute } = useLab();
  const { run } = view;
  const failed = run?.failed;
  if (!run || !failed?.error) {
    return run?.state === 'failed' && run.error !== null ? (
      <Banner tone="error" icon={errorIcon}>
        <Marked text={run.error} />
      </Banner>
    ) : null;
  }
  const { path } = model;
  const notebook = model.context.model.sharedModel;
  const isLearned =
    failed.error.code === 'DF406' &&
    isNoted(notebook, model.runs.state.progress?.run.steps ?? []);
  return (
    <StepFailure
      path={path}
      error={failed.error}
      step={stepTitle(failed.name, trans)}
      note={
        isLearned
          ? trans.__('The notebook has noted the change. Run it again.')
          : undefined
      }
      actions={
        <>
          {isLearned && (
            <Button
              kind="small"
              label={trans.__('Run again')}
              onClick={() => execute(CommandIDs.run, { path })}
            />
          )}
          <Button
            kind="small"
            label={trans.__('Open step')}
            onClick={() =>
              execute(CommandIDs.openStep, {
                path,
                run: run.id,
                step: failed.name
              })
            }
          />
        </>
      }
    />
  );
}
