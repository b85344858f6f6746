import { PathExt } from '@jupyterlab/coreutils';
import * as React from 'react';

import { formatValue, type TimelineGroup } from '../../../core/view';
import type { Json } from '../../../core/immutable';
import type { IRunsState } from '../../runs/runs-state';
import { useLab } from '../../ui/lab-context';
import { outcomeWords, timeWords } from '../words';

/** A metric with its name, without which a number says nothing. */
function metricWords([name, value]: readonly [string, unknown]): string {
  return `${name} ${formatValue(value as Json)}`;
}

interface IRunHeadProps {
  readonly group: TimelineGroup;
  /** What is known of the runs. */
  readonly runs: IRunsState;
  /** Path of its notebook, where there are several; else `null`. */
  readonly notebook: string | null;
}

/** Which run the snapshots below are of, when it was, how it ended and its first metric. */
export function RunHead(props: IRunHeadProps): JSX.Element {
  const { group, runs, notebook } = props;
  const { trans } = useLab();
  const run = runs.history.find(({ id }) => id === group.run);
  const outcome = outcomeWords(run?.state, trans);
  const when = timeWords(group.at);
  const time =
    notebook === null
      ? when
      : trans.__('%1, %2', PathExt.basename(notebook), when);
  const [metric] = Object.entries(run?.metrics ?? {});
  return (
    <h3 className="jp-KaletteGroupHead">
      {group.number === null
        ? trans.__('Outside runs')
        : trans.__('Run %1', group.number)}{' '}
      <small title={notebook === null ? time : `${notebook}, ${when}`}>
        {time}
      </small>{' '}
      {outcome !== '' && (
        <small className="jp-KaletteGroupHead-outcome">{outcome}</small>
      )}
      {metric && (
        <small
          className="jp-KaletteGroupHead-metric"
          title={metricWords(metric)}
        >
          {metricWords(metric)}
        </small>
      )}
    </h3>
  );
}
