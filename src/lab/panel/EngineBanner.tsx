import { copyIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Banner, Button } from '../ui/controls';
import { warningIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { ProblemBanner } from '../ui/ProblemBanner';

interface IEngineBannerProps {
  readonly model: NotebookPipelineModel;
}

const COMMANDS = 'pip install kalette\njupyter server extension enable kalette';

/** Why nothing can run here, or why the last request was refused. */
export function EngineBanner(props: IEngineBannerProps): JSX.Element | null {
  const { runs } = props.model;
  const { trans } = useLab();
  const { connection, refused } = runs.state;
  if (connection.kind === 'absent') {
    const { problem } = connection;
    // 404 is the server without its extension; any other answer says itself what to do.
    return problem.status === 404 || problem.status === 0 ? (
      <Missing />
    ) : (
      <ProblemBanner
        problem={problem}
        tone="warn"
        lead={trans.__('Running is off.')}
        actions={<CheckAgain />}
      />
    );
  }
  return refused ? (
    <ProblemBanner
      problem={refused}
      actions={
        <Button
          kind="small"
          label={trans.__('Dismiss')}
          onClick={() => runs.dismiss()}
        />
      }
    />
  ) : null;
}

function Missing(): JSX.Element {
  const { trans } = useLab();
  return (
    <Banner
      tone="warn"
      icon={warningIcon}
      actions={
        <>
          <Button
            kind="small"
            icon={copyIcon}
            label={trans.__('Copy')}
            onClick={() => {
              void navigator.clipboard.writeText(COMMANDS);
            }}
          />
          <CheckAgain />
        </>
      }
    >
      <p>
        <b>{trans.__('Running is off.')}</b>{' '}
        {trans.__(
          'The Kalette server extension does not answer. Tagging, checks and export work.'
        )}
      </p>
      <pre className="jp-KaletteBanner-code">{COMMANDS}</pre>
    </Banner>
  );
}

function CheckAgain(): JSX.Element {
  const { trans, execute } = useLab();
  return (
    <Button
      kind="small"
      icon={refreshIcon}
      label={trans.__('Check again')}
      onClick={() => execute(CommandIDs.checkEngine)}
    />
  );
}
