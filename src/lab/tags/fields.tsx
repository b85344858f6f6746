import * as React from 'react';

interface IFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string;
  readonly isTop?: boolean;
  /** Draws the control; `note` is the id of what stands under it, if anything does. */
  readonly children: (id: string, note: string | undefined) => React.ReactNode;
}

/** A label with its control, and under it what to know or what is wrong. */
export function Field(props: IFieldProps): JSX.Element {
  const { label, hint, problem, isTop, children } = props;
  const id = React.useId();
  const noteId = React.useId();
  const note = problem ?? hint;
  return (
    <div className={`jp-KaletteField${isTop ? ' jp-mod-top' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children(id, note === undefined ? undefined : noteId)}
      {note !== undefined && (
        <small
          id={noteId}
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
  /** Called whenever what is wrong changes, also while the text is typed. */
  readonly onProblem: (problem: string | null) => void;
  /** Called with what stands in the field whenever it changes. */
  readonly onText?: (text: string) => void;
  /** Id of the element that says more about the field. */
  readonly describedBy: string | undefined;
}

/** A text that is handed on when the field is left, or by Enter. */
export function Draft(props: IDraftProps): JSX.Element {
  const { value, check, onChange, onProblem, onText, isArea, isMono } = props;
  const [text, setText] = React.useState(value);
  const [shown, setShown] = React.useState(value);
  // What changed outside (undo, another view) replaces the draft.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  const problem = check(text);
  React.useEffect(() => onProblem(problem), [onProblem, problem]);
  React.useEffect(() => onText?.(text), [onText, text]);
  const commit = (): void => {
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
    'aria-describedby': props.describedBy,
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
