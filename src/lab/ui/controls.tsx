import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

type ButtonKind = 'accept' | 'plain' | 'icon' | 'small';

interface IButtonProps {
  readonly label: string;
  readonly onClick: (event: React.MouseEvent<HTMLButtonElement>) => void;
  readonly kind?: ButtonKind;
  readonly icon?: LabIcon;
  /** More than the label says, as a tooltip. */
  readonly title?: string;
  /** Why it cannot be pressed now; shown as its tooltip. */
  readonly disabled?: string;
  readonly expanded?: boolean;
  /** Opens a menu; such a button shows only its icon. */
  readonly hasMenu?: boolean;
}

/** A button; one that shows only its icon still has the label as its name. */
export const Button = React.forwardRef<HTMLButtonElement, IButtonProps>(
  function Button(props, ref) {
    const { kind, icon: Icon, label, disabled, hasMenu } = props;
    const isIcon = kind === 'icon' || hasMenu === true;
    return (
      <button
        ref={ref}
        type="button"
        className={`jp-KaletteBtn${kind ? ` jp-mod-${kind}` : ''}`}
        aria-label={isIcon ? label : undefined}
        title={disabled ?? props.title ?? (isIcon ? label : undefined)}
        aria-disabled={disabled !== undefined || undefined}
        aria-expanded={props.expanded}
        aria-haspopup={hasMenu ? 'menu' : undefined}
        onClick={event => {
          if (disabled === undefined) {
            props.onClick(event);
          }
        }}
      >
        {Icon && <Icon.react tag={null} />}
        {!isIcon && <span>{label}</span>}
      </button>
    );
  }
);

interface ISectionProps {
  /** By which others find it. */
  readonly id?: string;
  readonly title: React.ReactNode;
  readonly count?: string;
  readonly actions?: React.ReactNode;
  readonly isCollapsed: boolean;
  readonly onToggle: () => void;
  readonly children: React.ReactNode;
}

/** A part of the panel with a head that folds it. */
export function Section(props: ISectionProps): JSX.Element {
  const id = React.useId();
  return (
    <section
      data-section={props.id}
      className={`jp-KaletteSection${props.isCollapsed ? ' jp-mod-closed' : ''}`}
      aria-labelledby={id}
    >
      <h3>
        <button
          type="button"
          id={id}
          className="jp-KaletteSection-toggle"
          aria-expanded={!props.isCollapsed}
          onClick={props.onToggle}
        >
          {props.title}
          {props.count !== undefined && (
            <small title={String(props.count)}>{props.count}</small>
          )}
        </button>
        {props.actions}
      </h3>
      {!props.isCollapsed && props.children}
    </section>
  );
}

interface IBannerProps {
  readonly tone: 'info' | 'warn' | 'error';
  readonly icon: LabIcon;
  readonly children: React.ReactNode;
  readonly actions?: React.ReactNode;
}

/** Something to know, with what to do about it. */
export function Banner(props: IBannerProps): JSX.Element {
  const { tone, icon: Icon, children, actions } = props;
  return (
    <div
      className={`jp-KaletteBanner jp-mod-${tone}`}
      role={tone === 'error' ? 'alert' : 'status'}
    >
      <Icon.react className="jp-KaletteBanner-icon" tag="span" />
      <div className="jp-KaletteBanner-text">{children}</div>
      {actions && <footer>{actions}</footer>}
    </div>
  );
}

interface IBreakableProps {
  readonly text: string;
  /** The name of a file in the text. */
  readonly name: string;
}

/** A text in which a long file name breaks between its words, and before its extension. */
export function Breakable(props: IBreakableProps): JSX.Element {
  const { text, name } = props;
  const at = text.indexOf(name);
  if (at < 0) {
    return <>{text}</>;
  }
  return (
    <>
      {text.slice(0, at)}
      {name.split(/(?=\.[^.]*$)|(?<=[-_ ])/).map((part, place) => (
        <React.Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </React.Fragment>
      ))}
      {text.slice(at + name.length)}
    </>
  );
}

interface IEmptyProps {
  readonly title: React.ReactNode;
  readonly text: string;
  readonly children?: React.ReactNode;
}

/** What a view says when there is nothing to show, and what to do next. */
export function Empty(props: IEmptyProps): JSX.Element {
  return (
    <div className="jp-KaletteEmpty">
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}

interface ISparklineProps {
  readonly values: readonly number[];
}

const WIDTH = 60;
const HEIGHT = 16;

/** A line of values without axes; the numbers stand beside it. */
export function Sparkline(props: ISparklineProps): JSX.Element | null {
  const { values } = props;
  if (values.length < 2) {
    return null;
  }
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  const points = values.map((value, place) => [
    1 + (place * (WIDTH - 4)) / (values.length - 1),
    // Values that do not differ make a line in the middle.
    HEIGHT - 2 - (span > 0 ? (value - least) / span : 0.5) * (HEIGHT - 4)
  ]);
  const [x, y] = points[points.length - 1];
  return (
    <svg
      className="jp-KaletteSpark"
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <polyline points={points.map(point => point.join(',')).join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}

/** Colour of a step as a dot. */
export function StepDot(props: { readonly hue: number }): JSX.Element {
  return (
    <span
      className="jp-KaletteDot"
      style={{ '--c': hueColor(props.hue) } as React.CSSProperties}
    />
  );
}

/** The CSS colour of a hue. */
export function hueColor(hue: number): string {
  return `var(--jp-kalette-step-${hue})`;
}

/** Text with `code` between backticks, as messages have it. */
export function Marked(props: { readonly text: string }): JSX.Element {
  const parts = props.text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, place) =>
        place % 2 === 1 ? (
          <code key={place}>{part}</code>
        ) : (
          <React.Fragment key={place}>{part}</React.Fragment>
        )
      )}
    </>
  );
}

/** Placeholder rows while something loads; appears only after a moment. */
export function Skeleton(): JSX.Element {
  const widths = ['40%', '100%', '70%', '55%', '64%'];
  return (
    <div className="jp-KaletteSkeleton" aria-hidden="true">
      {widths.map((width, row) => (
        <div
          key={row}
          className="jp-KaletteSkel"
          style={{ inlineSize: width }}
        />
      ))}
    </div>
  );
}
