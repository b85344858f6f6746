import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Inspection, SnapshotVariable } from '../../../core/api/types';
import { useLab } from '../../ui/lab-context';
import type { ConsentModel } from './consent-model';
import { VariableTable } from '../page/VariableTable';
import { missingWords } from '../words';

interface IVariableTiersProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
}

function loadingWords(
  { tier }: SnapshotVariable,
  isAllowed: boolean,
  trans: TranslationBundle
): string {
  if (tier === 'safe') {
    return trans.__('plain data');
  }
  return isAllowed
    ? trans.__('Python object')
    : trans.__('Python object, not loaded');
}

/** Which variables come along, and which only once Python objects may be read. */
export function VariableTiers(props: IVariableTiersProps): JSX.Element | null {
  const { model, inspection } = props;
  const { state, missing } = inspection.snapshot;
  const { trans } = useLab();
  const isAllowed = model.state.allow.has('variables');
  const loaded = state.filter(({ tier }) => tier === 'safe' || isAllowed);
  return state.length + missing.length === 0 ? null : (
    <details className="jp-KaletteTiers">
      <summary>
        <b>{trans.__('Variables')}</b>{' '}
        <span className="jp-KaletteMuted">
          {loaded.length === state.length
            ? trans._n('%1 would be loaded', '%1 would be loaded', state.length)
            : trans.__('%1 of %2 would be loaded', loaded.length, state.length)}
          {missing.length > 0 &&
            trans._n(', %1 more missing', ', %1 more missing', missing.length)}
        </span>
      </summary>
      <VariableTable
        variables={state}
        loading={variable => (
          <>
            {loadingWords(variable, isAllowed, trans)}
            {variable.from !== undefined && (
              <span
                className="jp-KaletteMuted"
                title={trans.__(
                  'This step does not wait for that one, which left the variable and stands above it in the notebook.'
                )}
              >
                {' · '}
                {trans.__('from step %1', variable.from)}
              </span>
            )}
          </>
        )}
      />
      {missing.length > 0 && (
        <div className="jp-KaletteTiers-missing">
          <b>{trans.__('Not in the snapshot')}</b>
          <ul>
            {missing.map(variable => (
              <li key={variable.name}>{missingWords(variable, trans)}</li>
            ))}
          </ul>
        </div>
      )}
    </details>
  );
}
