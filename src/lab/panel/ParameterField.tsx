import * as React from 'react';

import type { Json } from '../../core/immutable';
import {
  parameterText,
  readParameterText,
  type ParameterView
} from '../../core/view';
import { useLab } from '../ui/lab-context';

interface IParameterFieldProps {
  readonly parameter: ParameterView;
  /** What the field shows; the parameter's own value unless overridden. */
  readonly value: Json;
  /** Called with each valid value once the field is left or Enter is pressed. */
  readonly onChange: (value: Json) => void;
  /** Says below the field what is wrong; where there is room for it. */
  readonly hasNote?: boolean;
}

/** A field for a value of the parameter's type. */
export function ParameterField(props: IParameterFieldProps): JSX.Element {
  const { parameter, value, onChange } = props;
  return parameter.type === 'bool' ? (
    <input
      type="checkbox"
      aria-label={parameter.name}
      checked={value === true}
      onChange={event => onChange(event.target.checked)}
    />
  ) : (
    <TextField
      key={JSON.stringify(value)}
      parameter={parameter}
      value={value}
      onChange={onChange}
      hasNote={props.hasNote}
    />
  );
}

function TextField(props: IParameterFieldProps): JSX.Element {
  const { parameter, value, onChange } = props;
  const { trans } = useLab();
  const { name, type } = parameter;
  const before = parameterText(value, type);
  const [text, setText] = React.useState(before);
  const typed = readParameterText(text, type);
  const isNumber = type === 'int' || type === 'float';
  const commit = (): void => {
    if (typed.isValid && text !== before) {
      onChange(typed.value);
    }
  };
  const wrong = typed.isValid ? null : trans.__('%1 is of type %2', name, type);
  const field = (
    <input
      className={`jp-KaletteInput jp-mod-mono${isNumber ? ' jp-mod-num' : ''}`}
      aria-label={name}
      aria-invalid={!typed.isValid}
      title={wrong ?? type}
      inputMode={isNumber ? 'decimal' : undefined}
      spellCheck={false}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          commit();
        } else if (event.key === 'Escape') {
          setText(before);
        }
      }}
    />
  );
  return props.hasNote ? (
    <>
      {field}
      {wrong !== null && (
        <small className="jp-mod-error" role="alert">
          {wrong}
        </small>
      )}
    </>
  ) : (
    field
  );
}
