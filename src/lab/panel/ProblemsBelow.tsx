import * as React from 'react';

import type { ProblemView } from '../../core/view';
import { useLab } from '../ui/lab-context';
import { problemWords } from '../ui/words';
import type { PanelState } from './panel-state';

interface IProblemsBelowProps {
  readonly problems: readonly ProblemView[];
  readonly panel: PanelState;
  /** What scrolls, with the list of problems in it. */
  readonly scroll: React.RefObject<HTMLElement>;
}

/**
 * Stands for the head of the problems while many steps keep it below what is seen, and goes there.
 */
export function ProblemsBelow(props: IProblemsBelowProps): JSX.Element | null {
  const { problems, panel, scroll } = props;
  const { trans } = useLab();
  const hasAny = problems.length > 0;
  const isBelow = useIsBelow(scroll, hasAny);
  if (!hasAny || !isBelow) {
    return null;
  }
  return (
    <button
      type="button"
      className="jp-KaletteSection-toggle jp-KaletteBelow"
      onClick={() => {
        if (panel.collapsed.has('problems')) {
          panel.toggle('problems');
        }
        const head = headIn(scroll);
        head?.scrollIntoView({ block: 'start' });
        head?.querySelector('button')?.focus({ preventScroll: true });
      }}
    >
      {trans.__('Problems')}
      <small>{problemWords(problems, trans)}</small>
    </button>
  );
}

function headIn(scroll: React.RefObject<HTMLElement>): HTMLElement | null {
  return (
    scroll.current?.querySelector<HTMLElement>(
      '[data-section="problems"] > h3'
    ) ?? null
  );
}

/** Whether the head of the problems is further down than what is seen. */
function useIsBelow(
  scroll: React.RefObject<HTMLElement>,
  hasAny: boolean
): boolean {
  const [isBelow, setBelow] = React.useState(false);
  React.useEffect(() => {
    const head = headIn(scroll);
    if (!head) {
      return;
    }
    const observer = new IntersectionObserver(
      entries => {
        const { isIntersecting, boundingClientRect, rootBounds } =
          entries[entries.length - 1];
        const end = rootBounds?.bottom ?? Infinity;
        setBelow(!isIntersecting && boundingClientRect.bottom > end);
      },
      { root: scroll.current, threshold: 1 }
    );
    observer.observe(head);
    return () => observer.disconnect();
  }, [scroll, hasAny]);
  return isBelow;
}
