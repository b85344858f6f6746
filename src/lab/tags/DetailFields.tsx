import * as React from 'react';

import { isVariableName } from '../../core/notebook';
import type { StepSettings } from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { Choose, Draft, Field } from './fields';
import type { ISettingsPart } from './settings-part';
import {
  isLabelKey,
  pairsText,
  readPairs,
  readSecrets,
  secretsText,
  type Lines
} from './settings-text';

/** True when a step has a setting that the details hold. */
export function hasDetails(settings: StepSettings): boolean {
  const {
    image,
    cache,
    timeoutSeconds,
    environment,
    secrets,
    labels,
    annotations
  } = settings;
  return [
    image,
    cache,
    timeoutSeconds,
    environment,
    secrets,
    labels,
    annotations
  ].some(value => value !== undefined);
}

/** Settings that few steps need. */
export function DetailFields(props: ISettingsPart): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  const timeout = settings.timeoutSeconds;
  return (
    <>
      <DraftField
        label={trans.__('Image')}
        hint={trans.__(
          'Used on clusters; this machine runs the kernel’s Python.'
        )}
        value={settings.image ?? ''}
        check={() => null}
        onChange={text => set('image', text.trim() || undefined)}
      />
      <ReuseField {...props} />
      <DraftField
        label={trans.__('Time limit')}
        hint={trans.__('In seconds')}
        value={timeout === undefined ? '' : String(timeout)}
        check={text =>
          text.trim() === '' || Number(text) > 0
            ? null
            : trans.__('A number of seconds above 0.')
        }
        onChange={text =>
          set('timeoutSeconds', text.trim() === '' ? undefined : Number(text))
        }
      />
      <PairsField
        {...props}
        name="environment"
        label={trans.__('Environment')}
        hint={trans.__('One NAME=value a line')}
        isKey={isVariableName}
      />
      <LinesField
        label={trans.__('Secrets')}
        hint={trans.__('One NAME=secret:key a line')}
        value={secretsText(settings.secrets)}
        read={readSecrets}
        onChange={value => set('secrets', value.length > 0 ? value : undefined)}
      />
      <PairsField
        {...props}
        name="labels"
        label={trans.__('Labels')}
        hint={trans.__('One key=value a line')}
        isKey={isLabelKey}
      />
      <PairsField
        {...props}
        name="annotations"
        label={trans.__('Annotations')}
        hint={trans.__('One key=value a line')}
        isKey={isLabelKey}
      />
    </>
  );
}

function ReuseField(props: ISettingsPart): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  return (
    <Field
      label={trans.__('Reuse')}
      hint={trans.__('Used on clusters; this machine runs the step each time.')}
    >
      {id => (
        <Choose
          id={id}
          value={settings.cache === false ? 'never' : 'match'}
          choices={[
            {
              value: 'match',
              label: trans.__('When code and inputs match')
            },
            { value: 'never', label: trans.__('Never') }
          ]}
          onChange={value =>
            set('cache', value === 'never' ? false : undefined)
          }
        />
      )}
    </Field>
  );
}

interface IPairsFieldProps extends ISettingsPart {
  readonly name: 'environment' | 'labels' | 'annotations';
  readonly label: string;
  readonly hint: string;
  readonly isKey: (text: string) => boolean;
}

function PairsField(props: IPairsFieldProps): JSX.Element {
  const { settings, set, name, label, hint, isKey } = props;
  return (
    <LinesField
      label={label}
      hint={hint}
      value={pairsText(settings[name])}
      read={text => readPairs(text, isKey)}
      onChange={value => set(name, orNothing(value))}
    />
  );
}

function orNothing<T extends object>(record: T): T | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}

interface IDraftFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly isArea?: boolean;
  readonly check: (text: string) => string | null;
  readonly onChange: (text: string) => void;
}

function DraftField(props: IDraftFieldProps): JSX.Element {
  const { label, hint, value, isArea, check, onChange } = props;
  const [problem, setProblem] = React.useState<string | null>(null);
  return (
    <Field
      label={label}
      hint={hint}
      isTop={isArea}
      problem={problem ?? undefined}
    >
      {(id, note) => (
        <Draft
          id={id}
          describedBy={note}
          isMono
          isArea={isArea}
          value={value}
          check={check}
          onProblem={setProblem}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

interface ILinesFieldProps<T> {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly read: (text: string) => Lines<T>;
  readonly onChange: (value: T) => void;
}

function LinesField<T>(props: ILinesFieldProps<T>): JSX.Element {
  const { label, hint, value, read, onChange } = props;
  const { trans } = useLab();
  return (
    <DraftField
      label={label}
      hint={hint}
      value={value}
      isArea
      check={text => {
        const lines = read(text);
        return 'badLine' in lines
          ? trans.__('This line is not understood: %1', lines.badLine)
          : null;
      }}
      onChange={text => {
        const lines = read(text);
        if ('value' in lines) {
          onChange(lines.value);
        }
      }}
    />
  );
}
