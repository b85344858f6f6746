import * as React from 'react';

import type { Inspection } from '../../core/api/types';
import { formatBytes } from '../../core/view';
import { useLab } from '../ui/lab-context';
import type { ConsentModel } from './consent-model';

interface IVariableTiersProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
}

/** Which variables come along, and which only once Python objects may be read. */
export function VariableTiers(props: IVariableTiersProps): JSX.Element | null {
  const { model, inspection } = props;
  const { state } = inspection.snapshot;
  const { trans } = useLab();
  const isAllowed = model.state.allow.has('variables');
  const loaded = state.filter(({ tier }) => tier === 'safe' || isAllowed);
  return state.length === 0 ? null : (
    <details className="jp-KaletteTiers">
      <summary>
        <b>{trans.__('Variables')}</b>{' '}
        <span className="jp-KaletteMuted">
          {loaded.length === state.length
            ? trans._n('%1 would be loaded', '%1 would be loaded', state.length)
            : trans.__('%1 of %2 would be loaded', loaded.length, state.length)}
        </span>
      </summary>
      <table className="jp-KaletteTable">
        <thead className="jp-KaletteLive">
          <tr>
            <th scope="col">{trans.__('Name')}</th>
            <th scope="col">{trans.__('Type')}</th>
            <th scope="col">{trans.__('How it loads')}</th>
            <th scope="col">{trans.__('Size')}</th>
          </tr>
        </thead>
        <tbody>
          {state.map(({ name, type, detail, bytes, tier }) => (
            <tr key={name}>
              <th scope="row" className="jp-KaletteMono">
                {name}
              </th>
              <td title={type}>{detail || type}</td>
              <td>
                {tier === 'safe'
                  ? trans.__('plain data')
                  : isAllowed
                    ? trans.__('Python object')
                    : trans.__('Python object, not loaded')}
              </td>
              <td className="jp-mod-number">{formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
