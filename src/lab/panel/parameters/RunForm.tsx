import * as React from 'react';

import type { Json } from '../../../core/immutable';
import type { PipelineView } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { Button } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { takeFocus } from '../../ui/take-focus';
import type { PanelState } from '../panel-state';
import { ParameterField } from './ParameterField';

interface IRunFormProps {
  readonly view: PipelineView;
  readonly panel: PanelState;
}

/** Values for one run; the notebook keeps its own. */
export function RunForm(props: IRunFormProps): JSX.Element {
  const { view, panel } = props;
  const { trans, execute } = useLab();
  const [values, setValues] = React.useState<Readonly<Record<string, Json>>>(
    {}
  );
  const form = React.useRef<HTMLFormElement>(null);
  // A form that is opened with its notebook has no fields until the code was read.
  const hasFields = view.parameters.length > 0;
  React.useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(
      'input, [type=submit]'
    );
    return form.current && first ? takeFocus(first, form.current) : undefined;
  }, [hasFields]);
  const close = (): void => {
    panel.isFormOpen = false;
  };
  return (
    <form
      ref={form}
      className="jp-KaletteForm"
      aria-label={trans.__('Run with parameters')}
      onSubmit={event => {
        event.preventDefault();
        const wrong = event.currentTarget.querySelector<HTMLElement>(
          '[aria-invalid=true]'
        );
        if (wrong) {
          wrong.focus();
          return;
        }
        close();
        execute(CommandIDs.run, { parameters: values } as never);
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          close();
        }
      }}
    >
      <h3>{trans.__('Run with parameters')}</h3>
      {view.parameters.map(parameter => {
        const { name, value } = parameter;
        const isChanged = name in values;
        return (
          <label
            key={name}
            className={`jp-KaletteField${isChanged ? ' jp-mod-changed' : ''}`}
          >
            <span className="jp-KaletteMono">{name}</span>
            <ParameterField
              parameter={parameter}
              value={isChanged ? values[name] : value}
              onChange={next => setValues({ ...values, [name]: next })}
            />
          </label>
        );
      })}
      {view.parameters.length === 0 && (
        <p className="jp-KaletteMuted">
          {trans.__(
            'This pipeline has no parameters. Tag a cell as Parameters to add some.'
          )}
        </p>
      )}
      <p className="jp-KaletteMuted">
        {trans.__('Only this run uses them; the notebook does not change.')}
      </p>
      <footer>
        <Button label={trans.__('Cancel')} onClick={close} />
        <button type="submit" className="jp-KaletteBtn jp-mod-accept">
          {trans._n('Run %1 step', 'Run %1 steps', view.plan.steps)}
        </button>
      </footer>
    </form>
  );
}
