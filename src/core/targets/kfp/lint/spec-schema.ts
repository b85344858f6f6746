import { type TProperties, Type } from '@sinclair/typebox';

// Fields of KFP 2.17's protocol buffers, in their JSON names. Unknown fields are what a typing
// error looks like, so every object is closed.
const closed = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const optional = Type.Optional;
const text = Type.String();
const texts = Type.Array(Type.String());
const int64 = Type.Union([
  Type.String({ pattern: '^-?\\d+$' }),
  Type.Integer()
]);
const any = Type.Unknown();
const map = <T extends Parameters<typeof Type.Record>[1]>(value: T) =>
  Type.Record(Type.String(), value);
const oneOf = (...values: string[]) =>
  Type.Union(values.map(value => Type.Literal(value)));

const parameterType = oneOf(
  'NUMBER_DOUBLE',
  'NUMBER_INTEGER',
  'STRING',
  'BOOLEAN',
  'LIST',
  'STRUCT',
  'TASK_FINAL_STATUS',
  'TASK_CONFIG'
);

const artifactType = closed({
  schemaTitle: optional(text),
  instanceSchema: optional(text),
  schemaUri: optional(text),
  schemaVersion: optional(text)
});

const inputs = closed({
  parameters: optional(
    map(
      closed({
        parameterType: optional(parameterType),
        type: optional(text),
        defaultValue: optional(any),
        isOptional: optional(Type.Boolean()),
        description: optional(text),
        literals: optional(Type.Array(any))
      })
    )
  ),
  artifacts: optional(
    map(
      closed({
        artifactType: optional(artifactType),
        isArtifactList: optional(Type.Boolean()),
        isOptional: optional(Type.Boolean()),
        description: optional(text)
      })
    )
  )
});

const outputs = closed({
  parameters: optional(
    map(
      closed({
        parameterType: optional(parameterType),
        type: optional(text),
        description: optional(text)
      })
    )
  ),
  artifacts: optional(
    map(
      closed({
        artifactType: optional(artifactType),
        properties: optional(any),
        customProperties: optional(any),
        metadata: optional(any),
        isArtifactList: optional(Type.Boolean()),
        description: optional(text)
      })
    )
  )
});

const parameterInput = closed({
  taskOutputParameter: optional(
    closed({ producerTask: text, outputParameterKey: text })
  ),
  runtimeValue: optional(
    closed({
      constant: optional(any),
      constantValue: optional(any),
      runtimeParameter: optional(text)
    })
  ),
  componentInputParameter: optional(text),
  parameterExpressionSelector: optional(text),
  taskFinalStatus: optional(closed({ producerTask: text }))
});

const artifactInput = closed({
  taskOutputArtifact: optional(
    closed({ producerTask: text, outputArtifactKey: text })
  ),
  componentInputArtifact: optional(text)
});

const items = closed({ raw: optional(text), inputParameter: optional(text) });

const task = closed({
  taskInfo: optional(closed({ name: optional(text) })),
  inputs: optional(
    closed({
      parameters: optional(map(parameterInput)),
      artifacts: optional(map(artifactInput))
    })
  ),
  dependentTasks: optional(texts),
  cachingOptions: optional(
    closed({ enableCache: optional(Type.Boolean()), cacheKey: optional(text) })
  ),
  componentRef: closed({ name: text }),
  triggerPolicy: optional(
    closed({
      condition: optional(text),
      strategy: optional(
        oneOf(
          'TRIGGER_STRATEGY_UNSPECIFIED',
          'ALL_UPSTREAM_TASKS_SUCCEEDED',
          'ALL_UPSTREAM_TASKS_COMPLETED'
        )
      )
    })
  ),
  parameterIterator: optional(closed({ items, itemInput: text })),
  artifactIterator: optional(
    closed({ items: closed({ inputArtifact: text }), itemInput: text })
  ),
  retryPolicy: optional(
    closed({
      maxRetryCount: optional(Type.Integer()),
      backoffDuration: optional(text),
      backoffFactor: optional(Type.Number()),
      backoffMaxDuration: optional(text)
    })
  ),
  iteratorPolicy: optional(
    closed({ parallelismLimit: optional(Type.Integer()) })
  )
});

const dag = closed({
  tasks: map(task),
  outputs: optional(
    closed({
      artifacts: optional(
        map(
          closed({
            artifactSelectors: Type.Array(
              closed({ producerSubtask: text, outputArtifactKey: text })
            )
          })
        )
      ),
      parameters: optional(
        map(
          closed({
            valueFromParameter: optional(
              closed({ producerSubtask: text, outputParameterKey: text })
            ),
            valueFromOneof: optional(
              closed({
                parameterSelectors: Type.Array(
                  closed({ producerSubtask: text, outputParameterKey: text })
                )
              })
            )
          })
        )
      )
    })
  )
});

const component = closed({
  inputDefinitions: optional(inputs),
  outputDefinitions: optional(outputs),
  executorLabel: optional(text),
  dag: optional(dag),
  singlePlatformSpecs: optional(Type.Array(any)),
  taskConfigPassthroughs: optional(Type.Array(any))
});

const accelerator = closed({
  type: optional(text),
  count: optional(int64),
  resourceType: optional(text),
  resourceCount: optional(text)
});

/** Executors stand in a struct that KFP decodes leniently: a wrong field is dropped unseen. */
export const ExecutorFields = closed({
  container: optional(
    closed({
      image: text,
      command: optional(texts),
      args: optional(texts),
      env: optional(Type.Array(closed({ name: text, value: optional(text) }))),
      lifecycle: optional(any),
      resources: optional(
        closed({
          cpuLimit: optional(Type.Number()),
          memoryLimit: optional(Type.Number()),
          cpuRequest: optional(Type.Number()),
          memoryRequest: optional(Type.Number()),
          accelerator: optional(accelerator),
          resourceCpuLimit: optional(text),
          resourceCpuRequest: optional(text),
          resourceMemoryLimit: optional(text),
          resourceMemoryRequest: optional(text)
        })
      )
    })
  ),
  importer: optional(any),
  resolver: optional(any)
});

/** `PipelineSpec`, with executors unread. */
export const PipelineFields = closed({
  pipelineInfo: closed({
    name: text,
    displayName: optional(text),
    description: optional(text)
  }),
  deploymentSpec: closed({ executors: map(any) }),
  sdkVersion: optional(text),
  schemaVersion: text,
  components: optional(map(component)),
  root: component,
  defaultPipelineRoot: optional(text)
});

const KUBERNETES_EXECUTOR = [
  'secretAsVolume',
  'secretAsEnv',
  'pvcMount',
  'nodeSelector',
  'podMetadata',
  'imagePullSecret',
  'imagePullPolicy',
  'configMapAsVolume',
  'configMapAsEnv',
  'activeDeadlineSeconds',
  'fieldPathAsEnv',
  'tolerations',
  'genericEphemeralVolume',
  'nodeAffinity',
  'podAffinity',
  'enabledSharedMemory',
  'emptyDirMounts',
  'securityContext'
];

/** `KubernetesExecutorConfig`: an unknown field is refused. */
export const KubernetesFields = closed(
  Object.fromEntries(KUBERNETES_EXECUTOR.map(name => [name, optional(any)]))
);

/** `PlatformSpec`; one unknown field here and KFP ignores the whole document. */
export const PlatformFields = closed({
  platforms: closed({
    kubernetes: closed({
      platform: optional(text),
      version: optional(text),
      config: optional(any),
      deploymentSpec: optional(closed({ executors: optional(map(any)) })),
      pipelineConfig: optional(
        closed({
          workspace: optional(
            closed({
              size: optional(text),
              kubernetes: optional(
                closed({
                  pvcSpecPatch: optional(
                    closed({
                      accessModes: optional(texts),
                      storageClassName: optional(text)
                    })
                  )
                })
              )
            })
          ),
          resourceTtlOnCompletion: optional(Type.Integer()),
          resourceTtlOnSuccess: optional(Type.Integer()),
          resourceTtlOnFailure: optional(Type.Integer()),
          activeDeadlineSeconds: optional(int64)
        })
      )
    })
  })
});
