import type { VariableKind } from '../../flow/types';
import type { Json } from '../../immutable';
import { received, stored } from '../../pipeline/received';
import type {
  Pipeline,
  PipelineParameter,
  PipelineStep
} from '../../pipeline/types';
import type {
  ArtifactSpec,
  ComponentSpec,
  KfpParameterType,
  ParameterInput
} from './document';
import { artifactKey, METRICS_ARTIFACT, REPORT_ARTIFACT } from './names';

const PARAMETER_TYPES: Readonly<
  Record<PipelineParameter['type'], KfpParameterType>
> = {
  int: 'NUMBER_INTEGER',
  float: 'NUMBER_DOUBLE',
  str: 'STRING',
  bool: 'BOOLEAN',
  list: 'LIST',
  dict: 'STRUCT'
};

const TITLES: Readonly<Record<VariableKind, string>> = {
  dataset: 'Dataset',
  model: 'Model',
  value: 'Artifact'
};

/** The artifact type of a variable, as the step that made it declares it. */
function titleOf({ steps }: Pipeline, from: string, variable: string): string {
  const maker = steps.find(({ name }) => name === from);
  return TITLES[maker?.kinds[variable] ?? 'value'];
}

function describe(name: string): string {
  return name.includes(':') ? `Process state ${name}` : `Variable ${name}`;
}

/** An artifact type of KFP, by its title. */
export function artifact(title: string, description?: string): ArtifactSpec {
  return {
    artifactType: { schemaTitle: `system.${title}`, schemaVersion: '0.0.1' },
    ...(description ? { description } : {})
  };
}

/** The pipeline's inputs: every parameter with its type and default. */
export function pipelineInputs(
  pipeline: Pipeline
): Readonly<Record<string, ParameterInput>> {
  return Object.fromEntries(
    pipeline.parameters.map(({ name, type, default: value }) => [
      name,
      {
        parameterType: PARAMETER_TYPES[type],
        defaultValue: value as Json,
        isOptional: true
      }
    ])
  );
}

/** What a step takes and gives: typed parameters, an artifact for each variable, metrics. */
export function component(
  pipeline: Pipeline,
  step: PipelineStep,
  executorLabel: string
): ComponentSpec {
  const parameters = pipeline.parameters
    .filter(({ name }) => step.parameters.includes(name))
    .map(({ name, type }) => [name, { parameterType: PARAMETER_TYPES[type] }]);
  const inputs = received(step).map(({ name, from }) => [
    artifactKey(name),
    artifact(
      titleOf(pipeline, from, name),
      `${describe(name)} as ${from} left it.`
    )
  ]);
  return {
    executorLabel,
    ...(parameters.length + inputs.length > 0
      ? {
          inputDefinitions: {
            ...(parameters.length > 0
              ? { parameters: Object.fromEntries(parameters) }
              : {}),
            ...(inputs.length > 0
              ? { artifacts: Object.fromEntries(inputs) }
              : {})
          }
        }
      : {}),
    outputDefinitions: { artifacts: outputs(step) }
  };
}

function outputs(step: PipelineStep): Readonly<Record<string, ArtifactSpec>> {
  return {
    ...Object.fromEntries(
      stored(step).map(name => [
        artifactKey(name),
        artifact(TITLES[step.kinds[name] ?? 'value'], `${describe(name)}.`)
      ])
    ),
    ...(step.metrics.length > 0
      ? { [METRICS_ARTIFACT]: artifact('Metrics') }
      : {}),
    [REPORT_ARTIFACT]: artifact('Artifact', 'The executed cells of the step.')
  };
}
