import * as React from 'react';

import { useLab } from '../../ui/lab-context';
import type { IDiffLine, IDiffPart, ILineDifference } from './line-difference';

interface IDiffLinesProps {
  readonly lines: ILineDifference;
  /** What the sides are called. */
  readonly before: string;
  readonly after: string;
  /** Which file it is. */
  readonly label: string;
}

/** More lines than these are shown only when asked for. */
const SHOWN = 1000;

/** Two texts in one column: removed and added lines with their signs, the others around them. */
export function DiffLines(props: IDiffLinesProps): JSX.Element {
  const { lines, before, after, label } = props;
  const { trans } = useLab();
  const [room, setRoom] = React.useState(SHOWN);
  const { shown, left } = React.useMemo(
    () => cut(lines.parts, room),
    [lines, room]
  );
  return (
    <>
      <p className="jp-KaletteDiff-head">
        <span className="jp-mod-removed">{`− ${before}`}</span>
        <span className="jp-mod-added">{`+ ${after}`}</span>
        <span className="jp-KaletteMuted">
          {trans.__('+%1 −%2', lines.added, lines.removed)}
        </span>
      </p>
      {lines.isCoarse && (
        <p className="jp-KaletteHint">
          {trans.__(
            'So much differs that the lines between are shown as one change.'
          )}
        </p>
      )}
      <div
        className="jp-KaletteDiff-lines"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Lines of %1', label)}
      >
        {shown.map((part, place) => (
          <Part key={place} part={part} />
        ))}
        {left > 0 && (
          <button
            type="button"
            className="jp-KaletteDiff-more"
            onClick={() => setRoom(Infinity)}
          >
            {trans._n('Show %1 more line', 'Show %1 more lines', left)}
          </button>
        )}
      </div>
    </>
  );
}

/** The first lines; hidden ones take no room. */
function cut(
  parts: readonly IDiffPart[],
  room: number
): { readonly shown: readonly IDiffPart[]; readonly left: number } {
  let [taken, left] = [0, 0];
  const shown = parts.flatMap(part => {
    if (part.isHidden) {
      return taken < room ? [part] : [];
    }
    const lines = part.lines.slice(0, Math.max(0, room - taken));
    taken += lines.length;
    left += part.lines.length - lines.length;
    return lines.length > 0 ? [{ ...part, lines }] : [];
  });
  return { shown, left };
}

function Part(props: { readonly part: IDiffPart }): JSX.Element {
  const { isHidden, lines } = props.part;
  const { trans } = useLab();
  const [isOpen, setOpen] = React.useState(false);
  return isHidden && !isOpen ? (
    <button
      type="button"
      className="jp-KaletteDiff-more"
      aria-expanded={false}
      onClick={() => setOpen(true)}
    >
      {trans._n('%1 line the same', '%1 lines the same', lines.length)}
    </button>
  ) : (
    <>
      {lines.map((line, place) => (
        <Line key={place} line={line} />
      ))}
    </>
  );
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;
/** What screen readers say of a line that only one side has. */
const TAGS = { same: 'span', removed: 'del', added: 'ins' } as const;

const Line = React.memo(function Line(props: {
  readonly line: IDiffLine;
}): JSX.Element {
  const { kind, text } = props.line;
  const Tag = TAGS[kind];
  return (
    <Tag className={`jp-KaletteDiff-line jp-mod-${kind}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span>
      <code>{text === '' ? '\u200b' : text}</code>
    </Tag>
  );
});
