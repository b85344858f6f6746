import * as React from 'react';

import {
  formatChange,
  formatValue,
  type MetricView,
  type PipelineView
} from '../../core/view';
import { Section, Sparkline } from '../ui/controls';
import { useLab } from '../ui/lab-context';
import type { PanelState } from './panel-state';

interface IMetricListProps {
  readonly view: PipelineView;
  readonly panel: PanelState;
}

/** What the last finished run measured, and how that changed. */
export function MetricList(props: IMetricListProps): JSX.Element | null {
  const { view, panel } = props;
  const { trans } = useLab();
  const { metrics } = view;
  if (metrics.length === 0) {
    return null;
  }
  const run = metrics.find(metric => metric.run !== null)?.run;
  const count = String(metrics.length);
  return (
    <Section
      title={trans.__('Metrics')}
      count={
        run === undefined || run === null
          ? count
          : trans.__('%1, from run %2', count, run)
      }
      isCollapsed={panel.collapsed.has('metrics')}
      onToggle={() => panel.toggle('metrics')}
    >
      <dl className="jp-KaletteValues">
        {metrics.map(metric => (
          <Metric key={metric.name} metric={metric} />
        ))}
      </dl>
    </Section>
  );
}

function Metric(props: { readonly metric: MetricView }): JSX.Element {
  const { name, value, change, history } = props.metric;
  const { trans } = useLab();
  return (
    <div className="jp-KaletteRow">
      <dt className="jp-KaletteMono">{name}</dt>
      <dd className="jp-KaletteMeta">
        <Sparkline values={history} />
        {value === null ? (
          <span>{trans.__('no run yet')}</span>
        ) : (
          <b>{formatValue(value)}</b>
        )}
        {change !== null && change !== 0 && <span>{formatChange(change)}</span>}
      </dd>
    </div>
  );
}
