import * as React from 'react';

import type { RetryPolicy } from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { Choose, Field } from './fields';
import type { ISettingsPart } from './settings-part';

const RETRY: RetryPolicy = { times: 2, seconds: 30 };

/** What happens when a step fails. */
export function FailureField(props: ISettingsPart): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  const { retry } = settings;
  return (
    <Field label={trans.__('On failure')} isTop={retry !== undefined}>
      {id => (
        <div className="jp-KaletteFieldStack">
          <Choose
            id={id}
            value={retry && retry.times > 0 ? 'retry' : 'stop'}
            choices={[
              { value: 'stop', label: trans.__('Stop') },
              { value: 'retry', label: trans.__('Try again') }
            ]}
            onChange={value =>
              set('retry', value === 'retry' ? RETRY : undefined)
            }
          />
          {retry && retry.times > 0 && (
            <RetryFields retry={retry} onChange={next => set('retry', next)} />
          )}
        </div>
      )}
    </Field>
  );
}

interface IRetryProps {
  readonly retry: RetryPolicy;
  readonly onChange: (retry: RetryPolicy) => void;
}

function RetryFields(props: IRetryProps): JSX.Element {
  const { retry, onChange } = props;
  const { trans } = useLab();
  return (
    <div className="jp-KaletteFieldRow">
      <NumberField
        label={trans.__('times')}
        value={retry.times}
        least={1}
        most={10}
        onChange={times => onChange({ ...retry, times })}
      />
      <NumberField
        label={trans.__('seconds apart')}
        value={retry.seconds ?? 0}
        least={0}
        most={86400}
        onChange={seconds => onChange({ ...retry, seconds })}
      />
      <NumberField
        label={trans.__('longer each time by')}
        value={retry.factor ?? 1}
        least={1}
        most={10}
        onChange={factor => onChange({ ...retry, factor })}
      />
    </div>
  );
}

interface INumberProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function NumberField(props: INumberProps): JSX.Element {
  const { label, value, least, most, onChange } = props;
  return (
    <label className="jp-KaletteNumber">
      <input
        type="number"
        className="jp-KaletteInput jp-mod-num"
        min={least}
        max={most}
        value={value}
        onChange={event => {
          const next = event.target.valueAsNumber;
          if (next >= least && next <= most) {
            onChange(next);
          }
        }}
      />
      <small>{label}</small>
    </label>
  );
}
