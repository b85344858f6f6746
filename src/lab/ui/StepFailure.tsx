import * as React from 'react';

import type { StepError } from '../../core/api/types';
import { CommandIDs } from '../commands/ids';
import { Banner, Button, Marked } from './controls';
import { errorIcon } from './icons';
import { useLab } from './lab-context';

interface IStepFailureProps {
  /** Of the notebook. */
  readonly path: string;
  readonly error: StepError;
  /** Which step failed, where that is not plain from the place. */
  readonly step?: string;
  /** Instead of the hint, where that is done already. */
  readonly note?: string;
  /** More to do than to go to the cell. */
  readonly actions?: React.ReactNode;
}

/** Why a step failed: what, in which cell and line, and what to do about it. */
export function StepFailure(props: IStepFailureProps): JSX.Element {
  const { path, error, step, note, actions } = props;
  const { trans, execute } = useLab();
  const { name, message, cell, index, line, hint } = error;
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
          {actions}
        </>
      }
    >
      <p>
        {step !== undefined && (
          <>
            <b>{step}</b> {trans.__('failed:')}{' '}
          </>
        )}
        <span className="jp-KaletteMono">
          <Marked text={message === '' ? name : `${name}: ${message}`} />
        </span>
      </p>
      {index !== null && (
        <p className="jp-KaletteMuted">
          {line === null
            ? trans.__('In cell %1', index + 1)
            : trans.__('In cell %1, line %2', index + 1, line)}
        </p>
      )}
      {(note ?? hint) !== null && (
        <p>
          <Marked text={note ?? hint ?? ''} />
        </p>
      )}
    </Banner>
  );
}
