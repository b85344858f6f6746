import type { Definition, Name, Parameter } from '../../python/facts/types';

/** A notebook that calls what a module defines, and which of its steps calls what. */
export interface Probe {
  /** As JSON has it, nbformat 4. */
  readonly notebook: unknown;
  /** The steps that call it with values of which nothing is known, and with texts. */
  stepsOf(definition: Definition): {
    readonly withObjects: string;
    readonly withTexts: string;
  };
}

/** The variable that stands for an argument of which nothing is known. */
export function unknown(name: Name): Name {
  return `__given_${name}`;
}

// Braces would be parameters of the notebook, slashes parts of a path.
const MARK = /<argument ([\w]+)>/g;

/** Parameters that a call can name; those of a class are not known here. */
export function plainParameters({
  parameters,
  kind
}: Definition): readonly Parameter[] {
  return kind === 'class' ? [] : parameters.filter(one => one.form === 'plain');
}

/** A path in which arguments stand as marks, with the texts that they have. */
export function withArguments(
  path: string,
  textOf: (name: Name) => string | null
): string | null {
  let isKnown = true;
  const filled = path.replace(MARK, (_, name: Name) => {
    const text = textOf(name);
    isKnown &&= text !== null;
    return text ?? '';
  });
  return isKnown ? filled : null;
}

/** State that a step before has touched, so that a look at it shows. */
const USED_BEFORE = [
  'import os, random, numpy',
  'from __elsewhere import made as __made',
  'random.random()',
  'numpy.random.rand()',
  'os.environ["__given"] = ""'
];

export function probeOf(
  source: string,
  definitions: readonly Definition[]
): Probe {
  const names = new Set(
    definitions.flatMap(one => plainParameters(one).map(({ name }) => name))
  );
  const made = [...names].map(name => `${unknown(name)} = __made(1)`);
  const setup = [...USED_BEFORE, ...made].join('\n');
  const steps = new Map(
    definitions.map((definition, i) => [
      definition,
      { withObjects: `objects-${i}`, withTexts: `texts-${i}` }
    ])
  );
  const cells = [
    cell('functions', source),
    cell('step:arguments', setup),
    ...[...steps].flatMap(([definition, { withObjects, withTexts }]) => [
      cell(`step:${withObjects}`, callOf(definition, unknown)),
      cell(
        `step:${withTexts}`,
        callOf(definition, name => `"<argument ${name}>"`)
      )
    ])
  ];
  const metadata = { language_info: { name: 'python' } };
  return {
    notebook: { nbformat: 4, nbformat_minor: 5, metadata, cells },
    stepsOf: definition =>
      steps.get(definition) ?? { withObjects: '', withTexts: '' }
  };
}

function cell(tag: string, source: string): unknown {
  const id = tag.replace(':', '-');
  return { cell_type: 'code', id, metadata: { tags: [tag] }, source };
}

/** A class is made, and all its methods are called. */
function callOf(
  definition: Definition,
  valueOf: (name: Name) => string
): string {
  const { name, kind, methods } = definition;
  if (kind !== 'class') {
    const given = plainParameters(definition).map(
      one => `${one.name}=${valueOf(one.name)}`
    );
    return `${name}(${given.join(', ')})`;
  }
  const called = [...methods.keys()].filter(one => /^[a-z]/i.test(one));
  return [
    `__object = ${name}()`,
    ...called.map(method => `__object.${method}()`)
  ].join('\n');
}
