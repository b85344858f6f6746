import * as React from 'react';

import { useLab } from '../../ui/lab-context';
import { stepTitle } from '../../ui/words';
import type { ConsentModel } from './consent-model';
import { ConsentProblem } from './ConsentProblem';
import { FileChanges } from '../files/FileChanges';
import { Progress } from '../operation/Progress';
import type { ReadVersions } from '../files/FileDifference';
import { backWords, couldRunWords, heldWords } from './open-here-words';
import { effectWords } from '../files/change-words';
import { KernelLoss } from './KernelLoss';
import { LostSecrets } from './LostSecrets';
import { Unsaved } from './Unsaved';

interface IOpenHereProps {
  readonly model: ConsentModel;
  readonly read: ReadVersions;
}

/** More files than these are shown only when asked for. */
const SHOWN = 8;

/** What opening a snapshot over the workspace does, file by file, and to the kernel. */
export function OpenHere(props: IOpenHereProps): JSX.Element | null {
  const { model, read } = props;
  const { trans } = useLab();
  const { inspection, keep, problem, operation, phase, opened, unsaved } =
    model.state;
  if (!inspection) {
    return null;
  }
  const { here, snapshot } = inspection;
  return (
    <div className="jp-KaletteOpenHere">
      <p className="jp-KaletteMuted">
        {here.refused ??
          trans.__(
            '%1 A snapshot of its files as they are now is taken first, so you can return to them.',
            backWords(snapshot, opened, trans)
          )}
      </p>
      <p className="jp-KaletteMuted">
        {heldWords(inspection, trans)}
        <br />
        {couldRunWords(inspection, trans)}
      </p>
      {problem && <ConsentProblem problem={problem} />}
      {phase === 'working' && operation && <Progress operation={operation} />}
      {phase === 'asking' && here.refused === null && (
        <>
          <p>{effectWords(here, keep, trans)}</p>
          <LostSecrets diff={here} kept={keep} />
          {here.items.length > 0 && (
            <div className="jp-KaletteFrame">
              <FileChanges
                diff={here}
                before={trans.__('Now')}
                after={trans.__('In the snapshot')}
                read={read}
                kept={keep}
                onKeep={path => model.toggleKept(path)}
                limit={SHOWN}
              />
            </div>
          )}
          <Afterwards model={model} />
          <KernelLoss state={model.state} />
          <Unsaved paths={unsaved} problem={problem} />
        </>
      )}
    </div>
  );
}

function Afterwards(props: {
  readonly model: ConsentModel;
}): JSX.Element | null {
  const { model } = props;
  const { trans } = useLab();
  const { inspection, isResumed, isShown } = model.state;
  if (!inspection) {
    return null;
  }
  const { state, step, notebook } = inspection.snapshot;
  const names = state.map(({ name }) => name).join(', ');
  return notebook === null ? null : (
    <div className="jp-KaletteChecks">
      <label>
        <input
          type="checkbox"
          checked={isResumed}
          onChange={event => model.setResumed(event.target.checked)}
        />
        <span>
          {state.length === 0
            ? trans.__('Restart the kernel')
            : trans._n(
                'Restart the kernel and load %1 variable',
                'Restart the kernel and load %1 variables',
                state.length
              )}
        </span>
        <span className="jp-KaletteMuted" title={names}>
          {names}
        </span>
      </label>
      {step !== null && (
        <label>
          <input
            type="checkbox"
            checked={isShown}
            onChange={event => model.setShown(event.target.checked)}
          />
          <span>{trans.__('Go to step %1', stepTitle(step, trans))}</span>
        </label>
      )}
    </div>
  );
}
