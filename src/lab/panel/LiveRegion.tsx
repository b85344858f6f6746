import * as React from 'react';

import type { ProblemView, RunView } from '../../core/view';
import { useLab } from '../ui/lab-context';
import { problemWords, stepTitle } from '../ui/words';

interface ILiveRegionProps {
  readonly run: RunView | null;
  readonly problems: readonly ProblemView[];
}

const REST = 1000;

/** Tells screen readers when a run starts, a step fails, a run ends, and how many problems there are. */
export function LiveRegion(props: ILiveRegionProps): JSX.Element {
  const { run, problems } = props;
  const { trans } = useLab();
  const found = useRested(problemWords(problems, trans), REST);
  return (
    <div className="jp-KaletteLive" aria-live="polite">
      <p>{run ? runWords(run, trans) : ''}</p>
      <p>{found === '' ? trans.__('No problems') : found}</p>
    </div>
  );
}

function runWords(
  run: RunView,
  trans: ReturnType<typeof useLab>['trans']
): string {
  if (run.failed) {
    return trans.__('Step %1 failed', stepTitle(run.failed.name, trans));
  }
  switch (run.state) {
    case 'succeeded':
      return trans.__('Run %1 is done', run.number);
    case 'failed':
      return trans.__('Run %1 failed', run.number);
    case 'cancelled':
      return trans.__('Run %1 was stopped', run.number);
    case 'interrupted':
      return trans.__('Run %1 was interrupted', run.number);
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return trans.__('Run %1 started', run.number);
  }
}

/** A value once it has stayed the same for a while. */
function useRested(value: string, rest: number): string {
  const [rested, setRested] = React.useState(value);
  React.useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest);
    return () => clearTimeout(timer);
  }, [value, rest]);
  return rested;
}
