import * as React from 'react';

import { snapshotOf } from '../../../core/view/testing/snapshots';
import { render } from '../../testing/render';
import { VariableTable } from './VariableTable';

it('shows the size of variables that are kept together once', () => {
  const [one, two] = snapshotOf().state;
  const variables = [one, { ...two, sharedWith: one.name }];
  const { node } = render(
    <VariableTable variables={variables} loading={() => null} />
  );
  const sizes = [...node.querySelectorAll('td:last-child')];
  expect(sizes.map(({ textContent }) => textContent)).toEqual([
    '3.45 MB',
    'with X_aug'
  ]);
  expect(sizes.map(({ className }) => className)).toEqual([
    'jp-mod-number',
    'jp-mod-number'
  ]);
});
