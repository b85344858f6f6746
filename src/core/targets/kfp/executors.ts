import type { Pipeline, PipelineStep } from '../../pipeline/types';
import { command, commandArguments } from './command';
import type { Executor, KubernetesExecutor, PlatformSpec } from './document';
import { containerResources } from './quantities';
import type { TaskName } from './tasks';

/** The container that runs a step. */
export function executor(
  pipeline: Pipeline,
  step: PipelineStep,
  defaultImage: string
): Executor {
  const env = Object.entries(step.environment).map(([name, value]) => ({
    name,
    value
  }));
  const resources = containerResources(step.resources);
  return {
    container: {
      image: step.image ?? defaultImage,
      command: command(pipeline, step),
      args: commandArguments(step),
      ...(env.length > 0 ? { env } : {}),
      ...(resources ? { resources } : {})
    }
  };
}

/** What only Kubernetes knows of the steps: secrets, labels, deadlines; null when there is none. */
export function platform(
  steps: readonly PipelineStep[],
  name: TaskName
): PlatformSpec | null {
  const executors = steps.flatMap(step => {
    const config = kubernetes(step);
    return Object.keys(config).length > 0
      ? [[`exec-${name(step.name)}`, config] as const]
      : [];
  });
  if (executors.length === 0) {
    return null;
  }
  return {
    platforms: {
      kubernetes: {
        deploymentSpec: { executors: Object.fromEntries(executors) }
      }
    }
  };
}

function kubernetes(step: PipelineStep): KubernetesExecutor {
  const { labels, annotations, timeoutSeconds } = step;
  const hasLabels = Object.keys(labels).length > 0;
  const hasAnnotations = Object.keys(annotations).length > 0;
  return {
    ...(step.secrets.length > 0 ? { secretAsEnv: secrets(step) } : {}),
    ...(hasLabels || hasAnnotations
      ? {
          podMetadata: {
            ...(hasLabels ? { labels } : {}),
            ...(hasAnnotations ? { annotations } : {})
          }
        }
      : {}),
    ...(timeoutSeconds === null
      ? {}
      : { activeDeadlineSeconds: String(Math.ceil(timeoutSeconds)) })
  };
}

/** One entry for each secret, with all keys that the step takes from it. */
function secrets(
  step: PipelineStep
): NonNullable<KubernetesExecutor['secretAsEnv']> {
  const names = [...new Set(step.secrets.map(({ secret }) => secret))];
  return names.map(secretName => ({
    secretName,
    secretNameParameter: { runtimeValue: { constant: secretName } },
    keyToEnv: step.secrets
      .filter(({ secret }) => secret === secretName)
      .map(({ key, variable }) => ({ secretKey: key, envVar: variable })),
    optional: false
  }));
}
