import { type Diagnostic, hasErrors } from '../../diagnostic';
import type { Outcome } from '../../phase';
import type { Pipeline } from '../../pipeline/types';
import { checkForKfp } from './check';
import { component, pipelineInputs } from './components';
import type { KfpDocuments, PipelineSpec } from './document';
import { executor, platform } from './executors';
import { taskNames } from './names';
import { pipelineOutputs, task, type TaskName } from './tasks';
import { toYaml } from './yaml';

/** Has Python, IPython and the common packages of data science. */
export const DEFAULT_IMAGE = 'quay.io/jupyter/scipy-notebook:python-3.12';

/**
 * Compiles a pipeline for Kubeflow Pipelines: IR of schema 2.1.0, as YAML of one document, or of
 * two when some step needs Kubernetes' own settings. Equal pipelines give equal bytes.
 *
 *     Pipeline ──check──▶ names ──▶ components · executors · tasks ──▶ documents ──▶ YAML
 *
 * The value is null when an error makes the pipeline impossible there.
 * Format: github.com/kubeflow/pipelines, api/v2alpha1/pipeline_spec.proto.
 */
export function compileKfp(pipeline: Pipeline): Outcome<string | null> {
  const { names, clashes } = taskNames(pipeline.steps.map(({ name }) => name));
  const diagnostics: readonly Diagnostic[] = checkForKfp(
    pipeline,
    clashes,
    DEFAULT_IMAGE
  );
  if (hasErrors(diagnostics)) {
    return { value: null, diagnostics };
  }
  const name: TaskName = step => names.get(step) ?? step;
  return { value: toYaml(documents(pipeline, name)), diagnostics };
}

function documents(pipeline: Pipeline, name: TaskName): KfpDocuments {
  return {
    pipeline: pipelineSpec(pipeline, name),
    platform: platform(pipeline.steps, name)
  };
}

function pipelineSpec(pipeline: Pipeline, name: TaskName): PipelineSpec {
  const { steps } = pipeline;
  const inputs = pipelineInputs(pipeline);
  const { outputs, outputDefinitions } = pipelineOutputs(steps, name);
  return {
    pipelineInfo: {
      name: pipeline.name,
      ...(pipeline.description ? { description: pipeline.description } : {})
    },
    sdkVersion: 'kalette-1',
    schemaVersion: '2.1.0',
    components: Object.fromEntries(
      steps.map(step => [
        `comp-${name(step.name)}`,
        component(pipeline, step, `exec-${name(step.name)}`)
      ])
    ),
    deploymentSpec: {
      executors: Object.fromEntries(
        steps.map(step => [
          `exec-${name(step.name)}`,
          executor(pipeline, step, DEFAULT_IMAGE)
        ])
      )
    },
    root: {
      dag: {
        tasks: Object.fromEntries(
          steps.map(step => [name(step.name), task(step, name)])
        ),
        ...(outputs ? { outputs } : {})
      },
      ...(Object.keys(inputs).length > 0
        ? { inputDefinitions: { parameters: inputs } }
        : {}),
      ...(outputDefinitions ? { outputDefinitions } : {})
    }
  };
}
