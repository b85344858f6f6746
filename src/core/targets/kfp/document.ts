import type { Json } from '../../immutable';

/**
 * KFP's intermediate representation, schema version 2.1.0, as far as this compiler writes it:
 * proto3 JSON of `pipeline_spec.proto` and `kubernetes_executor_config.proto`.
 */
export interface KfpDocuments {
  readonly pipeline: PipelineSpec;
  /** Present only when some step needs it. */
  readonly platform: PlatformSpec | null;
}

export interface PipelineSpec {
  readonly pipelineInfo: {
    readonly name: string;
    readonly description?: string;
  };
  readonly sdkVersion: string;
  readonly schemaVersion: '2.1.0';
  readonly components: Readonly<Record<string, ComponentSpec>>;
  readonly deploymentSpec: {
    readonly executors: Readonly<Record<string, Executor>>;
  };
  readonly root: RootSpec;
}

export type KfpParameterType =
  'NUMBER_INTEGER' | 'NUMBER_DOUBLE' | 'STRING' | 'BOOLEAN' | 'LIST' | 'STRUCT';

export interface ParameterInput {
  readonly parameterType: KfpParameterType;
  readonly defaultValue?: Json;
  readonly isOptional?: true;
}

export interface ArtifactSpec {
  readonly artifactType: {
    readonly schemaTitle: string;
    readonly schemaVersion: '0.0.1';
  };
  readonly description?: string;
}

type Named<T> = Readonly<Record<string, T>>;

export interface ComponentSpec {
  readonly executorLabel: string;
  readonly inputDefinitions?: {
    readonly parameters?: Named<ParameterInput>;
    readonly artifacts?: Named<ArtifactSpec>;
  };
  readonly outputDefinitions?: { readonly artifacts?: Named<ArtifactSpec> };
}

export interface Executor {
  readonly container: {
    readonly image: string;
    readonly command: readonly string[];
    readonly args: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value: string }[];
    readonly resources?: ContainerResources;
  };
}

export interface ContainerResources {
  readonly resourceCpuLimit?: string;
  readonly resourceCpuRequest?: string;
  readonly resourceMemoryLimit?: string;
  readonly resourceMemoryRequest?: string;
  readonly accelerator?: {
    readonly resourceType: string;
    readonly resourceCount: string;
    readonly type: string;
    readonly count: string;
  };
  // What backends before 2.4 read: cores, and memory in units of 10^9 bytes.
  readonly cpuLimit?: number;
  readonly memoryLimit?: number;
}

export interface TaskSpec {
  readonly taskInfo: { readonly name: string };
  readonly componentRef: { readonly name: string };
  readonly dependentTasks?: readonly string[];
  readonly cachingOptions: { readonly enableCache?: true };
  readonly retryPolicy?: {
    readonly maxRetryCount: number;
    readonly backoffDuration?: string;
    readonly backoffFactor?: number;
    readonly backoffMaxDuration?: string;
  };
  readonly inputs?: {
    readonly parameters?: Named<{ readonly componentInputParameter: string }>;
    readonly artifacts?: Named<{
      readonly taskOutputArtifact: {
        readonly producerTask: string;
        readonly outputArtifactKey: string;
      };
    }>;
  };
}

export interface RootSpec {
  readonly dag: {
    readonly tasks: Named<TaskSpec>;
    readonly outputs?: {
      readonly artifacts: Named<{
        readonly artifactSelectors: readonly {
          readonly producerSubtask: string;
          readonly outputArtifactKey: string;
        }[];
      }>;
    };
  };
  readonly inputDefinitions?: { readonly parameters: Named<ParameterInput> };
  readonly outputDefinitions?: { readonly artifacts: Named<ArtifactSpec> };
}

export interface PlatformSpec {
  readonly platforms: {
    readonly kubernetes: {
      readonly deploymentSpec: {
        readonly executors: Named<KubernetesExecutor>;
      };
    };
  };
}

export interface KubernetesExecutor {
  readonly secretAsEnv?: readonly {
    readonly secretName: string;
    readonly secretNameParameter: {
      readonly runtimeValue: { readonly constant: string };
    };
    readonly keyToEnv: readonly {
      readonly secretKey: string;
      readonly envVar: string;
    }[];
    readonly optional: false;
  }[];
  readonly podMetadata?: {
    readonly labels?: Named<string>;
    readonly annotations?: Named<string>;
  };
  /** An int64, hence text. */
  readonly activeDeadlineSeconds?: string;
}
