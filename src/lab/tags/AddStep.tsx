import * as React from 'react';

import type { StepName } from '../../core/notebook/types';
import { Button } from '../ui/controls';
import { useLab } from '../ui/lab-context';

interface IAddStepProps {
  readonly id: string;
  readonly candidates: readonly StepName[];
  readonly onAdd: (step: StepName) => void;
}

/**
 * Chooses one more step to wait for. The arrows walk through a closed list, so that only
 * Enter or the button takes a step.
 */
export function AddStep(props: IAddStepProps): JSX.Element {
  const { id, candidates, onAdd } = props;
  const { trans } = useLab();
  const [marked, setMarked] = React.useState('');
  const chosen = candidates.includes(marked) ? marked : '';
  const add = (): void => {
    if (chosen !== '') {
      setMarked('');
      onAdd(chosen);
    }
  };
  return (
    <div className="jp-KaletteFieldRow">
      <select
        id={id}
        className="jp-KaletteInput"
        value={chosen}
        disabled={candidates.length === 0}
        onChange={event => setMarked(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && chosen !== '') {
            event.preventDefault();
            add();
          }
        }}
      >
        <option value="" disabled>
          {candidates.length === 0
            ? trans.__('No other step')
            : trans.__('Choose a step…')}
        </option>
        {candidates.map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <Button
        label={trans.__('Add')}
        disabled={
          chosen === ''
            ? trans.__('Choose a step to wait for first.')
            : undefined
        }
        onClick={add}
      />
    </div>
  );
}
