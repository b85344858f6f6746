import * as React from 'react';

import { GPU_TYPES, isQuantity } from '../../core/notebook';
import type { Resources } from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { Choose, Draft, Field } from './fields';
import type { ISettingsPart } from './settings-part';

/** How much of the machine or the cluster a step asks for. */
export function ResourceFields(props: ISettingsPart): JSX.Element {
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
