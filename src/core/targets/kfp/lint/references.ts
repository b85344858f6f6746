import { type Finding, finding } from './findings';

type Named<T> = Readonly<Record<string, T>>;

interface Definitions {
  readonly parameters?: Named<unknown>;
  readonly artifacts?: Named<unknown>;
}

interface Task {
  readonly componentRef: { readonly name: string };
  readonly dependentTasks?: readonly string[];
  readonly parameterIterator?: { readonly itemInput: string };
  readonly inputs?: {
    readonly parameters?: Named<{
      readonly componentInputParameter?: string;
      readonly taskOutputParameter?: {
        readonly producerTask: string;
        readonly outputParameterKey: string;
      };
      readonly taskFinalStatus?: { readonly producerTask: string };
    }>;
    readonly artifacts?: Named<{
      readonly componentInputArtifact?: string;
      readonly taskOutputArtifact?: {
        readonly producerTask: string;
        readonly outputArtifactKey: string;
      };
    }>;
  };
}

export interface Component {
  readonly executorLabel?: string;
  readonly dag?: { readonly tasks: Named<Task> };
  readonly inputDefinitions?: Definitions;
  readonly outputDefinitions?: Definitions;
}

/** What the components of a document are checked against. */
export interface Scope {
  readonly components: Named<Component>;
  readonly executors: Named<unknown>;
}

/** Every name that a component uses, followed to where it should be declared. */
export function checkReferences(
  component: Component,
  scope: Scope,
  path: string
): Finding[] {
  if (component.executorLabel !== undefined) {
    return component.executorLabel in scope.executors
      ? []
      : [
          finding(
            'refused',
            `${path}.executorLabel`,
            `there is no executor "${component.executorLabel}"`
          )
        ];
  }
  const tasks = component.dag?.tasks ?? {};
  return [
    ...Object.entries(tasks).flatMap(([name, task]) =>
      checkTask(task, component, tasks, scope, `${path}.dag.tasks.${name}`)
    ),
    ...circle(tasks, path)
  ];
}

function checkTask(
  task: Task,
  parent: Component,
  tasks: Named<Task>,
  scope: Scope,
  path: string
): Finding[] {
  const missing = (name: string) =>
    name in tasks
      ? []
      : [finding('refused', path, `there is no task "${name}"`)];
  return [
    ...(task.componentRef.name in scope.components
      ? []
      : [
          finding(
            'refused',
            `${path}.componentRef`,
            `there is no component "${task.componentRef.name}"`
          )
        ]),
    ...(task.dependentTasks ?? []).flatMap(missing),
    ...producers(task).flatMap(missing),
    ...undeclaredInputs(task, parent, path),
    ...undeclaredOutputs(task, tasks, scope, path)
  ];
}

function producers(task: Task): string[] {
  return [
    ...Object.values(task.inputs?.parameters ?? {}).flatMap(input => [
      input.taskOutputParameter?.producerTask,
      input.taskFinalStatus?.producerTask
    ]),
    ...Object.values(task.inputs?.artifacts ?? {}).map(
      input => input.taskOutputArtifact?.producerTask
    )
  ].filter(name => name !== undefined);
}

function undeclaredInputs(
  task: Task,
  parent: Component,
  path: string
): Finding[] {
  const declared = parent.inputDefinitions ?? {};
  const item = task.parameterIterator?.itemInput;
  const undeclared = (name: string | undefined, names: Named<unknown> = {}) =>
    name === undefined || name in names || name === item
      ? []
      : [finding('fails-late', path, `the input "${name}" is not declared`)];
  return [
    ...Object.values(task.inputs?.parameters ?? {}).flatMap(input =>
      undeclared(input.componentInputParameter, declared.parameters)
    ),
    ...Object.values(task.inputs?.artifacts ?? {}).flatMap(input =>
      undeclared(input.componentInputArtifact, declared.artifacts)
    )
  ];
}

function undeclaredOutputs(
  task: Task,
  tasks: Named<Task>,
  scope: Scope,
  path: string
): Finding[] {
  const outputsOf = (producer: string): Definitions | undefined => {
    const component = tasks[producer]?.componentRef.name ?? '';
    return scope.components[component]?.outputDefinitions;
  };
  const check = (
    producer: string,
    key: string,
    kind: keyof Definitions
  ): Finding[] =>
    !(producer in tasks) || key in (outputsOf(producer)?.[kind] ?? {})
      ? []
      : [
          finding(
            'fails-late',
            path,
            `task "${producer}" declares no output "${key}"`
          )
        ];
  return [
    ...Object.values(task.inputs?.parameters ?? {}).flatMap(
      ({ taskOutputParameter: from }) =>
        from
          ? check(from.producerTask, from.outputParameterKey, 'parameters')
          : []
    ),
    ...Object.values(task.inputs?.artifacts ?? {}).flatMap(
      ({ taskOutputArtifact: from }) =>
        from
          ? check(from.producerTask, from.outputArtifactKey, 'artifacts')
          : []
    )
  ];
}

function circle(tasks: Named<Task>, path: string): Finding[] {
  const before = new Map(
    Object.entries(tasks).map(([name, task]) => [
      name,
      [...(task.dependentTasks ?? []), ...producers(task)].filter(
        other => other in tasks
      )
    ])
  );
  let size = -1;
  while (before.size !== size) {
    size = before.size;
    for (const [name, others] of before) {
      if (!others.some(other => before.has(other))) {
        before.delete(name);
      }
    }
  }
  return before.size > 0
    ? [
        finding(
          'refused',
          `${path}.dag`,
          `these tasks wait for each other: ${[...before.keys()].join(', ')}`
        )
      ]
    : [];
}
