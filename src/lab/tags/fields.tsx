import * as React from 'react';

interface IFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string;
  readonly isTop?: boolean;
  readonly children: (id: string) => React.ReactNode;
}

/** A label with its control, and under it what to know or what is wrong. */
export function Field(props: IFieldProps): JSX.Element {
  const { label, hint, problem, isTop, children } = props;
  const id = React.useId();
  const note = problem ?? hint;
  return (
    <div className={`jp-KaletteField${isTop ? ' jp-mod-top' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {note !== undefined && (
        <small
          className={problem === undefined ? undefined : 'jp-mod-error'}
          role={problem === undefined ? undefined : 'alert'}
        >
          {note}
        </small>
      )}
    </div>
  );
}

interface IDraftProps {
  readonly id?: string;
  readonly value: string;
  readonly label?: string;
  readonly placeholder?: string;
  readonly list?: string;
  readonly isMono?: boolean;
  readonly isArea?: boolean;
  readonly isFirst?: boolean;
  /** What is wrong with a text; such a text is not handed on. */
  readonly check: (text: string) => string | null;
  /** The text that a right one stands for; it is shown and handed on instead. */
  readonly tidy?: (text: string) => string;
  readonly onChange: (text: string) => void;
  readonly onProblem: (problem: string | null) => void;
}

/** A text that is handed on when the field is left, or by Enter. */
export function Draft(props: IDraftProps): JSX.Element {
  const { value, check, onChange, onProblem, isArea, isMono } = props;
  const [text, setText] = React.useState(value);
  const [shown, setShown] = React.useState(value);
  // What changed outside (undo, another view) replaces the draft.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  const problem = check(text);
  const commit = (): void => {
    onProblem(problem);
    if (problem === null) {
      const tidied = props.tidy?.(text) ?? text;
      setText(tidied);
      if (tidied !== value) {
        onChange(tidied);
      }
    }
  };
  const shared = {
    id: props.id,
    className: `jp-KaletteInput${isMono ? ' jp-mod-mono' : ''}${isArea ? ' jp-mod-area' : ''}`,
    'aria-label': props.label,
    'aria-invalid': problem !== null,
    placeholder: props.placeholder,
    spellCheck: false,
    value: text,
    onBlur: commit
  };
  return isArea ? (
    <textarea
      {...shared}
      rows={Math.min(6, Math.max(2, text.split('\n').length))}
      onChange={event => setText(event.target.value)}
    />
  ) : (
    <input
      {...shared}
      list={props.list}
      data-first={props.isFirst}
      autoComplete="off"
      onChange={event => setText(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          event.preventDefault();
          commit();
        }
      }}
    />
  );
}

interface IChoice {
  readonly value: string;
  readonly label: string;
}

interface IChooseProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: string;
  readonly choices: readonly IChoice[];
  readonly onChange: (value: string) => void;
}

/** One of a few. */
export function Choose(props: IChooseProps): JSX.Element {
  return (
    <select
      id={props.id}
      className="jp-KaletteInput"
      aria-label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
    >
      {props.choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
