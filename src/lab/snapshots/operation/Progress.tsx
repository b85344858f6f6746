import * as React from 'react';

import type { Operation } from '../../../core/api/types';
import { Button } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { progressWords } from '../words';

interface IProgressProps {
  readonly operation: Operation;
  /** Without it something else stops it. */
  readonly onCancel?: () => void;
}

/** How far something is that takes a while, and a way to stop it. */
export function Progress(props: IProgressProps): JSX.Element {
  const { operation, onCancel } = props;
  const { trans } = useLab();
  const { done, total } = operation;
  const percent = total !== null && total > 0 ? (100 * done) / total : null;
  const words = progressWords(operation, trans);
  return (
    <div className="jp-KaletteProgress">
      <span title={words}>{words}</span>
      {onCancel && (
        <Button kind="small" label={trans.__('Cancel')} onClick={onCancel} />
      )}
      <span
        className="jp-KaletteMeter"
        role="progressbar"
        aria-label={operation.phase}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent === null ? undefined : Math.round(percent)}
        aria-valuetext={words}
      >
        <span style={{ inlineSize: `${percent ?? 0}%` }} />
      </span>
    </div>
  );
}
