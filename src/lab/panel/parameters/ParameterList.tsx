import * as React from 'react';

import type { PipelineView } from '../../../core/view';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Section } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import type { PanelState } from '../panel-state';
import { ParameterField } from './ParameterField';
import { writeParameter } from './write-parameter';

interface IParameterListProps {
  readonly model: NotebookPipelineModel;
  readonly view: PipelineView;
  readonly panel: PanelState;
}

/** The values of the parameters cell; changing one changes the cell. */
export function ParameterList(props: IParameterListProps): JSX.Element | null {
  const { model, view, panel } = props;
  const { trans } = useLab();
  const { parameters } = view;
  const found = React.useCallback(() => {
    panel.wantedParameter = null;
  }, [panel]);
  if (parameters.length === 0) {
    return null;
  }
  return (
    <Section
      title={trans.__('Parameters')}
      count={String(parameters.length)}
      isCollapsed={panel.collapsed.has('parameters')}
      onToggle={() => panel.toggle('parameters')}
    >
      {parameters.map(parameter => (
        <label key={parameter.name} className="jp-KaletteRow">
          <span className="jp-KaletteMono">{parameter.name}</span>
          <span className="jp-KaletteMeta jp-KaletteParameter">
            <ParameterField
              parameter={parameter}
              value={parameter.value}
              draft={panel.drafts.text(model.path, parameter)}
              onDraft={text => panel.drafts.keep(model.path, parameter, text)}
              onFocused={
                panel.wantedParameter === parameter.name ? found : undefined
              }
              onChange={(value, text) =>
                writeParameter(
                  model.context.model.sharedModel,
                  parameter,
                  value,
                  text
                )
              }
            />
          </span>
        </label>
      ))}
    </Section>
  );
}
