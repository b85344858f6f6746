import * as React from 'react';

import type { PipelineView } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
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
  return (
    <StepFailure
      path={path}
      error={failed.error}
      step={stepTitle(failed.name, trans)}
      actions={
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
      }
    />
  );
}
