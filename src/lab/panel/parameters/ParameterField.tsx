import * as React from 'react';

import type { Json } from '../../../core/immutable';
import {
  parameterText,
  readParameterText,
  type ParameterView
} from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import { takeFocus } from '../../ui/take-focus';

interface IParameterFieldProps {
  readonly parameter: ParameterView;
  /** What the field shows; the parameter's own value unless overridden. */
  readonly value: Json;
  /** Called with each valid value once the field is left or Enter is pressed. */
  readonly onChange: (value: Json, text: string) => void;
  /** A text to go on from instead of the value's. */
  readonly draft?: string | null;
  /** Called with each text that is no value, and with `null` for one that is. */
  readonly onDraft?: (text: string | null) => void;
  /** Puts the keyboard into the field; it calls back when that is done. */
  readonly onFocused?: (() => void) | undefined;
}

/** A field for a value of the parameter's type; says below it what is wrong. */
export function ParameterField(props: IParameterFieldProps): JSX.Element {
  const { parameter, value, onChange } = props;
  return parameter.type === 'bool' ? (
    <input
      type="checkbox"
      aria-label={parameter.name}
      checked={value === true}
      onChange={({ target: { checked } }) => onChange(checked, `${checked}`)}
    />
  ) : (
    <TextField {...props} />
  );
}

function TextField(props: IParameterFieldProps): JSX.Element {
  const { parameter, onDraft, onFocused } = props;
  const { trans } = useLab();
  const note = React.useId();
  const input = React.useRef<HTMLInputElement>(null);
  const { text, setText, typed, commit, reset } = useText(props);
  const { name, type } = parameter;
  const isNumber = type === 'int' || type === 'float';
  const wrong = typed.isValid ? null : trans.__('%1 is of type %2', name, type);
  React.useEffect(() => {
    if (onFocused && input.current) {
      takeFocus(input.current);
      onFocused();
    }
  }, [onFocused]);
  const change = (next: string): void => {
    setText(next);
    onDraft?.(readParameterText(next, type).isValid ? null : next);
  };
  return (
    <>
      <input
        ref={input}
        className={`jp-KaletteInput jp-mod-mono${isNumber ? ' jp-mod-num' : ''}`}
        aria-label={name}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : note}
        title={wrong ?? type}
        inputMode={isNumber ? 'decimal' : undefined}
        spellCheck={false}
        value={text}
        onChange={event => change(event.target.value)}
        onBlur={commit}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            commit();
          } else if (event.key === 'Escape') {
            change(reset);
          }
        }}
      />
      {wrong !== null && (
        <small id={note} className="jp-mod-error" role="alert">
          {wrong}
        </small>
      )}
    </>
  );
}

/** What stands in the field; a value that changes elsewhere replaces it. */
function useText(props: IParameterFieldProps) {
  const { parameter, value, draft, onChange } = props;
  const { type } = parameter;
  const reset =
    value === parameter.value ? parameter.text : parameterText(value, type);
  const [text, setText] = React.useState(draft ?? reset);
  const [shown, setShown] = React.useState(reset);
  if (shown !== reset) {
    setShown(reset);
    setText(reset);
  }
  const typed = readParameterText(text, type);
  const commit = (): void => {
    if (typed.isValid && text !== reset) {
      onChange(typed.value, typed.text);
    }
  };
  return { text, setText, typed, commit, reset };
}
