import * as React from 'react';

import type { PipelineView } from '../../core/view';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Banner, Button, Marked } from '../ui/controls';
import { errorIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';

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
  const { name, message, index, line, cell, hint } = failed.error;
  const { path } = model;
  return (
    <Banner
      tone="error"
      icon={errorIcon}
      actions={
        <>
          {cell !== null && (
            <Button
              kind="small"
              label={trans.__('Go to cell')}
              onClick={() =>
                execute(CommandIDs.goToCell, {
                  path,
                  cell,
                  ...(line !== null && { line, column: 1 })
                })
              }
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
    >
      <p>
        <b>{failed.name}</b> {trans.__('failed:')}{' '}
        <span className="jp-KaletteMono">
          {message === '' ? name : `${name}: ${message}`}
        </span>
      </p>
      {index !== null && (
        <p className="jp-KaletteMuted">
          {line === null
            ? trans.__('In cell %1', index + 1)
            : trans.__('In cell %1, line %2', index + 1, line)}
        </p>
      )}
      {hint !== null && (
        <p>
          <Marked text={hint} />
        </p>
      )}
    </Banner>
  );
}
