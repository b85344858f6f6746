import * as React from 'react';

import type { LogLine } from '../../core/api/types';
import { plainText } from '../../core/view';
import { useLab } from '../ui/lab-context';

interface IStepLogProps {
  readonly lines: readonly LogLine[];
  /** Shows lines before these; absent when there are none. */
  readonly onEarlier?: () => void;
}

const NEAR = 24;

/** Lines that are drawn, or left out while out of sight, together. */
const BLOCK = 250;

/** A log that follows its end, until it is scrolled away from there. */
export function StepLog(props: IStepLogProps): JSX.Element {
  const { lines, onEarlier } = props;
  const { trans } = useLab();
  const box = React.useRef<HTMLPreElement>(null);
  const [isFollowing, setFollowing] = React.useState(true);
  useKeptPlace(box, isFollowing, lines);
  if (lines.length === 0) {
    return <p className="jp-KaletteHint">{trans.__('No output.')}</p>;
  }
  return (
    <>
      {onEarlier && (
        <button
          type="button"
          className="jp-KaletteLink jp-KaletteLog-earlier"
          onClick={onEarlier}
        >
          {trans.__('Show earlier lines')}
        </button>
      )}
      <pre
        ref={box}
        className="jp-KaletteLog"
        tabIndex={0}
        aria-label={trans.__('Log of the step')}
        onScroll={event => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < NEAR);
        }}
      >
        {blocksOf(lines).map((block, place) => (
          <Block key={place} lines={block} />
        ))}
      </pre>
    </>
  );
}

/** Stays at the end while following, else at the same lines when earlier ones come. */
function useKeptPlace(
  box: React.RefObject<HTMLPreElement | null>,
  isFollowing: boolean,
  lines: readonly LogLine[]
): void {
  const before = React.useRef({ first: lines[0], height: 0 });
  React.useLayoutEffect(() => {
    const { current } = box;
    if (!current) {
      return;
    }
    const { first, height } = before.current;
    if (isFollowing) {
      current.scrollTop = current.scrollHeight;
    } else if (first !== lines[0]) {
      current.scrollTop += Math.max(0, current.scrollHeight - height);
    }
    before.current = { first: lines[0], height: current.scrollHeight };
  }, [box, isFollowing, lines]);
}

function blocksOf(lines: readonly LogLine[]): readonly (readonly LogLine[])[] {
  return Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, place) =>
    lines.slice(place * BLOCK, (place + 1) * BLOCK)
  );
}

interface IBlockProps {
  readonly lines: readonly LogLine[];
}

/** Lines are appended, so that all blocks but the last stay as they are. */
const Block = React.memo(
  function Block({ lines }: IBlockProps): JSX.Element {
    return (
      <div className="jp-KaletteLog-block">
        {lines.map(({ at, stream, text }, row) => (
          <div key={row} className={`jp-mod-${stream}`}>
            <time dateTime={at}>{CLOCK.format(new Date(at))}</time>{' '}
            {plainText(text).replace(/\n$/, '')}
          </div>
        ))}
      </div>
    );
  },
  (before, now) =>
    before.lines.length === now.lines.length &&
    before.lines.every((line, place) => line === now.lines[place])
);

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false
});
