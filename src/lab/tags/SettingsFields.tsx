import type { ISharedNotebook } from '@jupyter/ydoc';
import * as React from 'react';

import { GPU_TYPES, isQuantity, isVariableName } from '../../core/notebook';
import type {
  Resources,
  RetryPolicy,
  StepDeclaration,
  StepSettings
} from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { Choose, Draft, Field } from './fields';
import {
  isLabelKey,
  pairsText,
  readPairs,
  readSecrets,
  secretsText,
  type Lines
} from './settings-text';
import { writeSettings } from './tag-cells';

interface ISettingsProps {
  readonly notebook: ISharedNotebook;
  readonly step: StepDeclaration;
}

interface IPartProps {
  readonly settings: StepSettings;
  /** Replaces one setting; `undefined` takes it away. */
  readonly set: <K extends keyof StepSettings>(
    key: K,
    value: StepSettings[K] | undefined
  ) => void;
}

/** How the step runs. */
export function SettingsFields(props: ISettingsProps): JSX.Element {
  const { notebook, step } = props;
  const { trans } = useLab();
  const [isOpen, setOpen] = React.useState(hasDetails(step.settings));
  const set: IPartProps['set'] = (key, value) => {
    const { [key]: _, ...others } = step.settings;
    writeSettings(
      notebook,
      step,
      value === undefined ? others : { ...others, [key]: value }
    );
  };
  const part = { settings: step.settings, set };
  return (
    <>
      <section>
        <ResourceFields {...part} />
        <FailureField {...part} />
        <ReuseField {...part} />
      </section>
      <section>
        <button
          type="button"
          className="jp-KaletteLink"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {trans.__('Image, environment, secrets, labels…')}
        </button>
        {isOpen && <Details {...part} />}
      </section>
    </>
  );
}

function hasDetails(settings: StepSettings): boolean {
  const { image, timeoutSeconds, environment, secrets, labels, annotations } =
    settings;
  return [
    image,
    timeoutSeconds,
    environment,
    secrets,
    labels,
    annotations
  ].some(value => value !== undefined);
}

function ResourceFields(props: IPartProps): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  const [problem, setProblem] = React.useState<string | null>(null);
  const resources = settings.resources ?? {};
  const change = (next: Partial<Resources>): void => {
    const merged = Object.entries({ ...resources, ...next }).filter(
      ([, value]) => value !== undefined && value !== ''
    );
    set(
      'resources',
      merged.length > 0 ? Object.fromEntries(merged) : undefined
    );
  };
  const check = (text: string): string | null =>
    text === '' || isQuantity(text)
      ? null
      : trans.__('Write amounts like 2, 500m or 4Gi.');
  return (
    <Field label={trans.__('Resources')} problem={problem ?? undefined}>
      {id => (
        <div className="jp-KaletteFieldRow">
          <Draft
            id={id}
            label={trans.__('CPU cores')}
            placeholder={trans.__('CPU')}
            value={resources.cpu ?? ''}
            check={check}
            onProblem={setProblem}
            onChange={cpu => change({ cpu })}
          />
          <Draft
            label={trans.__('Memory')}
            placeholder={trans.__('Memory')}
            value={resources.memory ?? ''}
            check={check}
            onProblem={setProblem}
            onChange={memory => change({ memory })}
          />
          <GpuField gpu={resources.gpu} onChange={gpu => change({ gpu })} />
        </div>
      )}
    </Field>
  );
}

interface IGpuProps {
  readonly gpu: Resources['gpu'];
  readonly onChange: (gpu: Resources['gpu']) => void;
}

const MOST_GPUS = 8;

function GpuField(props: IGpuProps): JSX.Element {
  const { gpu, onChange } = props;
  const { trans } = useLab();
  const types: readonly string[] =
    gpu && !GPU_TYPES.some(type => type === gpu.type)
      ? [...GPU_TYPES, gpu.type]
      : GPU_TYPES;
  const counts = [1, 2, 4, MOST_GPUS];
  const own = gpu ? [gpu.count] : [];
  const choices = types.flatMap(type =>
    [...new Set([...counts, ...(type === gpu?.type ? own : [])])]
      .sort((a, b) => a - b)
      .map(count => ({
        value: `${count} ${type}`,
        label: trans.__('%1 × %2', count, type)
      }))
  );
  return (
    <Choose
      label={trans.__('GPU')}
      value={gpu ? `${gpu.count} ${gpu.type}` : ''}
      choices={[{ value: '', label: trans.__('No GPU') }, ...choices]}
      onChange={value => {
        const [count, type] = value.split(' ');
        onChange(value === '' ? undefined : { type, count: Number(count) });
      }}
    />
  );
}

const RETRY: RetryPolicy = { times: 2, seconds: 30 };

function FailureField(props: IPartProps): JSX.Element {
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

function ReuseField(props: IPartProps): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  return (
    <Field label={trans.__('Reuse')}>
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

function Details(props: IPartProps): JSX.Element {
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
      <LinesField
        label={trans.__('Environment')}
        hint={trans.__('One NAME=value a line')}
        value={pairsText(settings.environment)}
        read={text => readPairs(text, isVariableName)}
        onChange={value => set('environment', orNothing(value))}
      />
      <LinesField
        label={trans.__('Secrets')}
        hint={trans.__('One NAME=secret:key a line')}
        value={secretsText(settings.secrets)}
        read={readSecrets}
        onChange={value => set('secrets', value.length > 0 ? value : undefined)}
      />
      <LinesField
        label={trans.__('Labels')}
        hint={trans.__('One key=value a line')}
        value={pairsText(settings.labels)}
        read={text => readPairs(text, isLabelKey)}
        onChange={value => set('labels', orNothing(value))}
      />
      <LinesField
        label={trans.__('Annotations')}
        hint={trans.__('One key=value a line')}
        value={pairsText(settings.annotations)}
        read={text => readPairs(text, isLabelKey)}
        onChange={value => set('annotations', orNothing(value))}
      />
    </>
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
      {id => (
        <Draft
          id={id}
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
