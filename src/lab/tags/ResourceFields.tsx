import * as React from 'react';

import { GPU_TYPES } from '../../core/notebook';
import type { Resources } from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { type Amount, readCores, readMemory } from './amounts';
import { Choose, Draft, Field } from './fields';
import type { ISettingsPart } from './settings-part';

/** How much of the machine or the cluster a step asks for. */
export function ResourceFields(props: ISettingsPart): JSX.Element {
  const { settings, set } = props;
  const { trans } = useLab();
  const [wrongCpu, setWrongCpu] = React.useState<string | null>(null);
  const [wrongMemory, setWrongMemory] = React.useState<string | null>(null);
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
  // There is one place for both; the cores come first.
  const isMemoryTold = wrongCpu === null && wrongMemory !== null;
  return (
    <Field
      label={trans.__('Resources')}
      problem={wrongCpu ?? wrongMemory ?? undefined}
    >
      {(id, note) => (
        <div className="jp-KaletteFieldRow">
          <Draft
            id={id}
            describedBy={wrongCpu === null ? undefined : note}
            label={trans.__('CPU cores')}
            placeholder={trans.__('CPU')}
            value={resources.cpu ?? ''}
            check={text => problemOf(text, readCores, trans)}
            tidy={text => tidy(text, readCores)}
            onProblem={setWrongCpu}
            onChange={cpu => change({ cpu })}
          />
          <Draft
            describedBy={isMemoryTold ? note : undefined}
            label={trans.__('Memory')}
            placeholder={trans.__('Memory')}
            value={resources.memory ?? ''}
            check={text => problemOf(text, readMemory, trans)}
            tidy={text => tidy(text, readMemory)}
            onProblem={setWrongMemory}
            onChange={memory => change({ memory })}
          />
          <GpuField gpu={resources.gpu} onChange={gpu => change({ gpu })} />
        </div>
      )}
    </Field>
  );
}

type Reader = typeof readCores | typeof readMemory;

function problemOf(
  text: string,
  read: Reader,
  trans: ReturnType<typeof useLab>['trans']
): string | null {
  const amount = amountOf(text, read);
  if (!('problem' in amount)) {
    return null;
  }
  if (amount.problem === 'milli') {
    return trans.__(
      'To Kubernetes a small m is a thousandth of a byte. Write %1M or %1Mi.',
      text.replace(/\s*m\s*$/, '').trim()
    );
  }
  return read === readCores
    ? trans.__('Write cores like 2, 0.5 or 500m.')
    : trans.__('Write memory like 500Mi, 4Gi or 4 GiB.');
}

function tidy(text: string, read: Reader): string {
  const amount = amountOf(text, read);
  return 'value' in amount ? amount.value : text;
}

/** Nothing written is as good as an amount: the step then asks for none. */
function amountOf(text: string, read: Reader): Amount {
  return text.trim() === '' ? { value: '' } : read(text);
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
