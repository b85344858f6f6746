import type { ISharedNotebook } from '@jupyter/ydoc';
import * as React from 'react';

import type { StepDeclaration } from '../../core/notebook/types';
import { useLab } from '../ui/lab-context';
import { DetailFields, hasDetails } from './DetailFields';
import { FailureField } from './FailureField';
import { ResourceFields } from './ResourceFields';
import type { ISettingsPart } from './settings-part';
import { writeSettings } from './tag-cells';

interface ISettingsProps {
  readonly notebook: ISharedNotebook;
  readonly step: StepDeclaration;
}

/** How the step runs. */
export function SettingsFields(props: ISettingsProps): JSX.Element {
  const { notebook, step } = props;
  const { trans } = useLab();
  const [isOpen, setOpen] = React.useState(hasDetails(step.settings));
  const set: ISettingsPart['set'] = (key, value) => {
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
        {isOpen && <DetailFields {...part} />}
      </section>
    </>
  );
}
