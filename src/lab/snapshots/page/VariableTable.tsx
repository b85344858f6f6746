import * as React from 'react';

import type { SnapshotVariable } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import { typeWords } from '../words';

interface IVariableTableProps {
  readonly variables: readonly SnapshotVariable[];
  /** What is said of how one loads. */
  readonly loading: (variable: SnapshotVariable) => React.ReactNode;
}

/** Variables of a snapshot, one a row. */
export function VariableTable(props: IVariableTableProps): JSX.Element {
  const { variables, loading } = props;
  const { trans } = useLab();
  return (
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
        {variables.map(variable => (
          <tr key={variable.name}>
            <th scope="row" className="jp-KaletteMono">
              {variable.name}
            </th>
            <td title={variable.type}>{typeWords(variable)}</td>
            <td>{loading(variable)}</td>
            <td className="jp-mod-number">
              {variable.sharedWith === undefined
                ? formatBytes(variable.bytes)
                : trans.__('with %1', variable.sharedWith)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
