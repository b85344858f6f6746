import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { parseAllDocuments } from 'yaml';

import { type Finding, finding, type Verdict } from './findings';
import { checkReferences, type Component } from './references';
import {
  ExecutorFields,
  KubernetesFields,
  PipelineFields,
  PlatformFields
} from './spec-schema';

const ACCESS_MODES = new Set([
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod'
]);

type Executors = Readonly<Record<string, unknown>>;

interface PipelineDocument {
  readonly pipelineInfo: { readonly name: string };
  readonly schemaVersion: string;
  readonly components?: Readonly<Record<string, Component>>;
  readonly root: Component;
  readonly deploymentSpec: { readonly executors: Executors };
}

interface PlatformDocument {
  readonly platforms: {
    readonly kubernetes: {
      readonly deploymentSpec?: { readonly executors?: Executors };
      readonly pipelineConfig?: {
        readonly workspace?: {
          readonly size?: string;
          readonly kubernetes?: {
            readonly pvcSpecPatch?: {
              readonly accessModes?: readonly string[];
            };
          };
        };
      };
    };
  };
}

/**
 * Mistakes in KFP's documents that KFP itself refuses, drops without a word, or finds only when
 * the pipeline runs. An empty list: KFP 2.17 takes the text as it is meant.
 */
export function lintKfp(text: string): readonly Finding[] {
  const documents = parseAllDocuments(text, { version: '1.1' });
  const broken = documents.find(document => document.errors.length > 0);
  if (broken) {
    return [finding('refused', '', broken.errors[0]?.message ?? 'no YAML')];
  }
  if (documents.length < 1 || documents.length > 2) {
    return [
      finding('refused', '', `one or two documents, not ${documents.length}`)
    ];
  }
  const [pipeline, platform]: unknown[] = documents.map(item => item.toJS());
  const shape = fields(PipelineFields, pipeline, '', 'refused');
  if (shape.length > 0) {
    return shape;
  }
  const spec = pipeline as PipelineDocument;
  return [
    ...lintPipeline(spec),
    ...(platform === undefined || platform === null
      ? []
      : lintPlatform(platform, spec))
  ];
}

function lintPipeline(spec: PipelineDocument): Finding[] {
  const { components = {}, root, deploymentSpec, pipelineInfo } = spec;
  const scope = { components, executors: deploymentSpec.executors };
  return [
    ...(spec.schemaVersion === '2.1.0'
      ? []
      : [finding('refused', 'schemaVersion', 'the backend wants 2.1.0')]),
    ...(/^[a-z0-9][-a-z0-9]{0,127}$/.test(pipelineInfo.name)
      ? []
      : [
          finding(
            'refused',
            'pipelineInfo.name',
            'lower case letters, digits and "-", at most 128'
          )
        ]),
    ...checkReferences(root, scope, 'root'),
    ...Object.entries(components).flatMap(([name, component]) =>
      checkReferences(component, scope, `components.${name}`)
    ),
    ...Object.entries(deploymentSpec.executors).flatMap(([name, executor]) =>
      fields(
        ExecutorFields,
        executor,
        `deploymentSpec.executors.${name}`,
        'ignored'
      )
    )
  ];
}

function lintPlatform(platform: unknown, spec: PipelineDocument): Finding[] {
  const shape = fields(PlatformFields, platform, '', 'ignored');
  if (shape.length > 0) {
    return shape;
  }
  const { kubernetes } = (platform as PlatformDocument).platforms;
  const executors = Object.entries(kubernetes.deploymentSpec?.executors ?? {});
  const workspace = kubernetes.pipelineConfig?.workspace;
  const modes = workspace?.kubernetes?.pvcSpecPatch?.accessModes ?? [];
  return [
    ...executors.flatMap(([name, config]) =>
      name in spec.deploymentSpec.executors
        ? fields(KubernetesFields, config, `platform.${name}`, 'refused')
        : [finding('ignored', `platform.${name}`, 'there is no such executor')]
    ),
    ...(workspace && !workspace.size
      ? [
          finding(
            'refused',
            'pipelineConfig.workspace.size',
            'a size is needed'
          )
        ]
      : []),
    ...modes
      .filter(mode => !ACCESS_MODES.has(mode))
      .map(mode =>
        finding(
          'fails-late',
          'pipelineConfig.workspace',
          `Kubernetes has no access mode "${mode}"`
        )
      )
  ];
}

/** Where a value departs from a schema. */
function fields(
  schema: TSchema,
  value: unknown,
  path: string,
  verdict: Verdict
): Finding[] {
  return [...Value.Errors(schema, value)]
    .slice(0, 10)
    .map(error =>
      finding(
        verdict,
        `${path}${error.path.replaceAll('/', '.')}`,
        error.message
      )
    );
}
