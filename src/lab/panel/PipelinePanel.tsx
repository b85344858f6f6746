import * as React from 'react';

import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { IPipelineState } from '../model/pipeline-state';
import { Banner, Button, Empty, Skeleton } from '../ui/controls';
import { infoIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { EngineBanner } from './EngineBanner';
import { Explanation } from './steps/Explanation';
import { FailureBanner } from './FailureBanner';
import { LiveRegion } from './LiveRegion';
import { MetricList } from './MetricList';
import type { PanelState } from './panel-state';
import { ParameterList } from './parameters/ParameterList';
import { PipelineHead } from './PipelineHead';
import { ProblemList } from './ProblemList';
import { ProblemsBelow } from './ProblemsBelow';
import { RunForm } from './parameters/RunForm';
import { RunFiles } from '../snapshots/run-files/RunFiles';
import { StepList } from './steps/StepList';
import { StepSection } from './steps/StepSection';
import { Suggestion } from './suggestion/Suggestion';

interface IPipelinePanelProps {
  /** `null` when no notebook is open. */
  readonly model: NotebookPipelineModel | null;
  readonly panel: PanelState;
}

/** The panel: what is shown depends on what is open. */
export function PipelinePanel(props: IPipelinePanelProps): JSX.Element {
  const { model, panel } = props;
  if (!model) {
    return <NoNotebook />;
  }
  const { analysis, view } = model.state;
  if (!analysis || !view) {
    return <Skeleton />;
  }
  if (!model.hasSteps && !analysis.notebook.isTagged) {
    return <Suggestion key={model.path} model={model} />;
  }
  return <Pipeline model={model} panel={panel} state={model.state} />;
}

function NoNotebook(): JSX.Element {
  const { trans, execute } = useLab();
  return (
    <Empty
      title={trans.__('No notebook open')}
      text={trans.__('Open a notebook to see its pipeline.')}
    >
      <div>
        <Button
          label={trans.__('Open an example')}
          onClick={() => execute(CommandIDs.openExample)}
        />
      </div>
    </Empty>
  );
}

interface IPipelineProps {
  readonly model: NotebookPipelineModel;
  readonly panel: PanelState;
  readonly state: IPipelineState;
}

function Pipeline(props: IPipelineProps): JSX.Element | null {
  const { model, panel, state } = props;
  const { view } = state;
  const scroll = React.useRef<HTMLDivElement>(null);
  if (!view) {
    return null;
  }
  return (
    <>
      <PipelineHead model={model} view={view} />
      <div ref={scroll} className="jp-KaletteScroll">
        <EngineBanner model={model} />
        <FailureBanner model={model} view={view} />
        {!model.isPython && <OtherLanguage />}
        {panel.isFormOpen && <RunForm view={view} panel={panel} />}
        <StepList model={model} state={state} panel={panel} />
        <Explanation model={model} panel={panel} />
        <StepSection model={model} view={view} panel={panel} />
        <RunFiles model={model} panel={panel} />
        <ProblemList problems={view.problems} panel={panel} />
        <ParameterList
          key={model.path}
          model={model}
          view={view}
          panel={panel}
        />
        <MetricList view={view} panel={panel} />
      </div>
      <ProblemsBelow problems={view.problems} panel={panel} scroll={scroll} />
      <LiveRegion run={view.run} problems={view.problems} />
    </>
  );
}

function OtherLanguage(): JSX.Element {
  const { trans } = useLab();
  return (
    <Banner tone="info" icon={infoIcon}>
      {trans.__('Steps are tagged; data flow is read for Python only.')}
    </Banner>
  );
}
