import * as React from 'react';

import type { Snapshot } from '../../../core/api/types';
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
          <h3>{trans.__('Not saved')}</h3>
          <ul className="jp-KaletteMissing">
            {missing.map(({ name, type, reason, cell, index }) => (
              <li key={name}>
                <span className="jp-KaletteMono" title={type}>
                  {name}
                </span>
                <span className="jp-KaletteMuted">{reason}</span>
                {cell !== null && (
                  <button
                    type="button"
                    className="jp-KaletteLink"
                    onClick={() =>
                      execute(CommandIDs.goToCell, {
                        path,
                        cell,
                        ...(index !== null && { index })
                      })
                    }
                  >
                    {index === null
                      ? trans.__('Go to cell')
                      : trans.__('Cell %1', index + 1)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
