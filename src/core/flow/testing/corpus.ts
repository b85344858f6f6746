import type { Diagnostic } from '../../diagnostic';
import type { Flow, StepFlow } from '../types';

type Names<T> = Readonly<Record<string, T | undefined>>;

/** A notebook and what the analysis must find in it; see the note in the corpus itself. */
export interface Case {
  readonly id: string;
  readonly cells: readonly {
    readonly tags: readonly string[];
    readonly source: string;
  }[];
  readonly expected: {
    readonly receives: Names<Names<string>>;
    readonly defs: Names<readonly string[]>;
    /** Process state that a step takes over, and the step that left it. */
    readonly effects?: Names<Names<string>>;
    readonly params: Names<readonly string[]>;
    /** Missing where the notebook itself fails. */
    readonly edges?: readonly (readonly string[])[];
    readonly diagnostics: readonly {
      readonly code: string;
      readonly cell: number;
      readonly name?: string | null;
    }[];
    readonly optional?: readonly (readonly string[])[];
    readonly unsplittable?: readonly string[];
    readonly straightError?: unknown;
  };
}

/** The case as notebook JSON. */
export function notebookOf({ cells }: Pick<Case, 'cells'>): unknown {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ tags, source }, i) => ({
      id: `cell-${i}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}

/** Where a flow differs from what the case asks for, as readable lines; none when it agrees. */
export function judge(
  item: Case,
  flow: Flow,
  diagnostics: readonly Diagnostic[]
): string[] {
  return [
    ...judgeDiagnostics(item, diagnostics),
    ...(item.expected.unsplittable?.length ? [] : judgeSteps(item, flow)),
    ...(item.expected.unsplittable?.length ? [] : judgeEdges(item, flow))
  ];
}

function judgeDiagnostics(
  { expected }: Case,
  diagnostics: readonly Diagnostic[]
): string[] {
  const found = diagnostics.map(one => ({
    key: `${one.code} in cell ${one.where?.index ?? -1}`,
    message: one.message,
    isUrgent: one.severity !== 'info'
  }));
  const wanted = expected.diagnostics.map(({ code, cell, name }) => ({
    key: `${code} in cell ${cell}`,
    name
  }));
  const missing = wanted.filter(
    ({ key, name }) =>
      !found.some(
        one => one.key === key && (!name || one.message.includes(name))
      )
  );
  const added = found.filter(
    one => one.isUrgent && !wanted.some(({ key }) => key === one.key)
  );
  return [
    ...missing.map(({ key, name }) => `missing ${key} (${name ?? ''})`),
    ...added.map(({ key, message }) => `unwanted ${key}: ${message}`)
  ];
}

function judgeSteps({ expected }: Case, flow: Flow): string[] {
  const optional = new Set(
    expected.optional?.map(([step, name]) => `${step}.${name}`)
  );
  return flow.steps.flatMap(step => {
    const { name } = step;
    const wanted = {
      receives: Object.entries(expected.receives[name] ?? {}).map(
        ([variable, from]) => `${variable} from ${from}`
      ),
      defs: (expected.defs[name] ?? []).map(text => text.replace(/@.*/, '')),
      params: expected.params[name] ?? [],
      state: Object.entries(expected.effects?.[name] ?? {}).map(
        ([key, from]) => `${key} from ${from}`
      )
    };
    const found = {
      receives: step.reads.map(read => `${read.variable} from ${read.from}`),
      defs: definedNames(step, flow),
      params: parametersOf(step, flow),
      state: step.state.reads.map(({ key, from }) => `${key} from ${from}`)
    };
    const isNeeded = (text: string) =>
      !optional.has(`${name}.${text.split(/[ @]/)[0] ?? ''}`);
    return (['receives', 'defs', 'params', 'state'] as const).flatMap(kind =>
      compare(
        `${name} ${kind}`,
        wanted[kind].filter(isNeeded),
        found[kind].filter(isNeeded)
      )
    );
  });
}

/** Parameters, with those that are computed in place of those they are computed from. */
function parametersOf(
  { parameters, definitions }: StepFlow,
  flow: Flow
): string[] {
  const computed = flow.definitions.filter(
    ({ kind, name }) => kind === 'parameter' && definitions.includes(name)
  );
  const sources = computed.map(({ source }) => source).join(' ');
  return [
    ...parameters.filter(name => !sources.includes(name)),
    ...computed.map(({ name }) => name.replace('parameter ', ''))
  ];
}

/** Names that a step has by source, other than from the cells that every step repeats. */
function definedNames({ definitions }: StepFlow, flow: Flow): string[] {
  const repeated = new Set(['imports', 'functions', 'parameter']);
  return definitions.flatMap(name => {
    const found = flow.definitions.find(one => one.name === name);
    const isListed = found && !repeated.has(found.kind);
    // `import a, b 2` is the second of that name.
    const list = name.replace(/^\w+ /, '').replace(/ \d+$/, '');
    return isListed ? list.split(', ') : [];
  });
}

function judgeEdges({ expected }: Case, flow: Flow): string[] {
  const isReal = (name: string | undefined) =>
    flow.steps.some(step => step.name === name);
  if (!expected.edges) {
    return [];
  }
  return compare(
    'edges',
    expected.edges
      .filter(([, to]) => isReal(to))
      .map(([from, to]) => `${from} → ${to}`),
    flow.edges.map(({ from, to }) => `${from} → ${to}`)
  );
}

function compare(
  what: string,
  wanted: readonly string[],
  found: readonly string[]
): string[] {
  return [
    ...wanted
      .filter(one => !found.includes(one))
      .map(one => `missing in ${what}: ${one}`),
    ...found
      .filter(one => !wanted.includes(one))
      .map(one => `unwanted in ${what}: ${one}`)
  ];
}
