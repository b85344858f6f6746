import * as React from 'react';

import type { Inspection } from '../../../core/api/types';
import { useLab } from '../../ui/lab-context';
import type { ConsentModel } from './consent-model';
import { VariableTable } from '../page/VariableTable';
import { missingWords } from '../words';

interface IVariableTiersProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
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
        loading={({ tier }) =>
          tier === 'safe'
            ? trans.__('plain data')
            : isAllowed
              ? trans.__('Python object')
              : trans.__('Python object, not loaded')
        }
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
