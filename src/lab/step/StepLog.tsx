import * as React from 'react';

import type { LogLine } from '../../core/api/types';
import { plainText } from '../../core/view';
import { useLab } from '../ui/lab-context';

interface IStepLogProps {
  readonly lines: readonly LogLine[];
}

const NEAR = 24;

/** A log that follows its end, until it is scrolled away from there. */
export function StepLog(props: IStepLogProps): JSX.Element {
  const { lines } = props;
  const { trans } = useLab();
  const box = React.useRef<HTMLPreElement>(null);
  const [isFollowing, setFollowing] = React.useState(true);
  React.useLayoutEffect(() => {
    if (isFollowing && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [isFollowing, lines]);
  if (lines.length === 0) {
    return <p className="jp-KaletteHint">{trans.__('No output.')}</p>;
  }
  return (
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
      {lines.map(({ at, stream, text }, row) => (
        <div key={row} className={`jp-mod-${stream}`}>
          <time dateTime={at}>{clockTime(at)}</time>{' '}
          {plainText(text).replace(/\n$/, '')}
        </div>
      ))}
    </pre>
  );
}

function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false
  });
}
