import { received } from '../../pipeline/received';
import type { PipelineStep } from '../../pipeline/types';
import type { RootSpec, TaskSpec } from './document';
import { artifact } from './components';
import { artifactKey, METRICS_ARTIFACT } from './names';

/** Name of a step's task and, with a prefix, of its component and executor. */
export type TaskName = (step: string) => string;

/** A step as a task of the pipeline's graph. */
export function task(step: PipelineStep, name: TaskName): TaskSpec {
  const before = new Set([
    ...step.after,
    ...received(step).map(({ from }) => from)
  ]);
  const { retry } = step;
  return {
    taskInfo: { name: step.name },
    componentRef: { name: `comp-${name(step.name)}` },
    ...(before.size > 0
      ? { dependentTasks: [...before].map(name).sort() }
      : {}),
    cachingOptions: step.cache ? { enableCache: true } : {},
    ...(retry.times > 0
      ? {
          retryPolicy: {
            maxRetryCount: retry.times,
            ...(retry.seconds ? { backoffDuration: `${retry.seconds}s` } : {}),
            ...(retry.factor ? { backoffFactor: retry.factor } : {}),
            ...(retry.maxSeconds
              ? { backoffMaxDuration: `${retry.maxSeconds}s` }
              : {})
          }
        }
      : {}),
    ...taskInputs(step, name)
  };
}

function taskInputs(
  step: PipelineStep,
  name: TaskName
): Pick<TaskSpec, 'inputs'> {
  const parameters = step.parameters.map(parameter => [
    parameter,
    { componentInputParameter: parameter }
  ]);
  const artifacts = received(step).map(({ name: item, from }) => [
    artifactKey(item),
    {
      taskOutputArtifact: {
        producerTask: name(from),
        outputArtifactKey: artifactKey(item)
      }
    }
  ]);
  if (parameters.length + artifacts.length === 0) {
    return {};
  }
  return {
    inputs: {
      ...(parameters.length > 0
        ? { parameters: Object.fromEntries(parameters) }
        : {}),
      ...(artifacts.length > 0
        ? { artifacts: Object.fromEntries(artifacts) }
        : {})
    }
  };
}

/** The metrics of all steps as outputs of the pipeline, named after their task. */
export function pipelineOutputs(
  steps: readonly PipelineStep[],
  name: TaskName
): Pick<RootSpec, 'outputDefinitions'> & Pick<RootSpec['dag'], 'outputs'> {
  const measured = steps.filter(step => step.metrics.length > 0);
  if (measured.length === 0) {
    return {};
  }
  const key = (step: PipelineStep) => `${name(step.name)}-metrics`;
  return {
    outputDefinitions: {
      artifacts: Object.fromEntries(
        measured.map(step => [key(step), artifact('Metrics')])
      )
    },
    outputs: {
      artifacts: Object.fromEntries(
        measured.map(step => [
          key(step),
          {
            artifactSelectors: [
              {
                producerSubtask: name(step.name),
                outputArtifactKey: METRICS_ARTIFACT
              }
            ]
          }
        ])
      )
    }
  };
}
