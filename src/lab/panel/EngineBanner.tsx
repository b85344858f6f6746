import { copyIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { Banner, Button, Marked } from '../ui/controls';
import { errorIcon, warningIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';

interface IEngineBannerProps {
  readonly model: NotebookPipelineModel;
}

const COMMANDS = 'pip install kalette\njupyter server extension enable kalette';

/** Why nothing can run here, or why the last request was refused. */
export function EngineBanner(props: IEngineBannerProps): JSX.Element | null {
  const { runs } = props.model;
  const { connection, refused } = runs.state;
  if (connection.kind === 'absent') {
    const { status, detail, hint } = connection.problem;
    // 404 is the server without its extension; any other answer says itself what to do.
    return status === 404 || status === 0 ? (
      <Missing />
    ) : (
      <NotStarted detail={detail} hint={hint} />
    );
  }
  return refused ? (
    <Refused
      detail={refused.detail}
      hint={refused.hint}
      onClose={() => runs.dismiss()}
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

interface IProblemProps {
  readonly detail: string;
  readonly hint?: string;
}

function NotStarted(props: IProblemProps): JSX.Element {
  const { trans } = useLab();
  return (
    <Banner tone="warn" icon={warningIcon} actions={<CheckAgain />}>
      <p>
        <b>{trans.__('Running is off.')}</b> <Marked text={props.detail} />
      </p>
      {props.hint && (
        <p className="jp-KaletteMuted">
          <Marked text={props.hint} />
        </p>
      )}
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

function Refused(
  props: IProblemProps & { readonly onClose: () => void }
): JSX.Element {
  const { trans } = useLab();
  return (
    <Banner
      tone="error"
      icon={errorIcon}
      actions={
        <Button
          kind="small"
          label={trans.__('Dismiss')}
          onClick={props.onClose}
        />
      }
    >
      <p>
        <Marked text={props.detail} />
      </p>
      {props.hint && (
        <p className="jp-KaletteMuted">
          <Marked text={props.hint} />
        </p>
      )}
    </Banner>
  );
}
