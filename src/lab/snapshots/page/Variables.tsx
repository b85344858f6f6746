import * as React from 'react';

import type { Snapshot } from '../../../core/api/types';
import { cellsFor } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { useLab } from '../../ui/lab-context';
import { VariableTable } from './VariableTable';

interface IVariablesProps {
  readonly snapshot: Snapshot;
  /** Path of the notebook. */
  readonly path: string;
}

/** Variables of a snapshot, and those that it could not take along. */
export function Variables(props: IVariablesProps): JSX.Element {
  const { snapshot, path } = props;
  const { trans, execute } = useLab();
  const { state, missing } = snapshot;
  return (
    <section className="jp-KalettePane">
      <h2>{trans.__('Variables')}</h2>
      {state.length === 0 && missing.length === 0 && (
        <p className="jp-KaletteHint">{trans.__('It has no variables.')}</p>
      )}
      {state.length > 0 && (
        <VariableTable
          variables={state}
          loading={({ tier }) =>
            tier === 'trusted' && (
              <span
                className="jp-KaletteTag"
                title={trans.__('Reading it can run code of whoever made it.')}
              >
                {trans.__('Python object')}
              </span>
            )
          }
        />
      )}
      {missing.length > 0 && (
        <>
          <h3>{trans.__('Not in the snapshot')}</h3>
          <ul className="jp-KaletteMissing">
            {missing.map(variable => (
              <li key={variable.name}>
                <span className="jp-KaletteMono" title={variable.type}>
                  {variable.name}
                </span>
                <span className="jp-KaletteMuted">{variable.reason}</span>
                {cellsFor(variable).map(({ cell, index }) => (
                  <button
                    key={index}
                    type="button"
                    className="jp-KaletteLink"
                    onClick={() =>
                      execute(CommandIDs.goToCell, {
                        path,
                        ...(cell !== null && { cell }),
                        index
                      })
                    }
                  >
                    {trans.__('Cell %1', index + 1)}
                  </button>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
