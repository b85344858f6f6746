import { floatText } from '../core/flow/parameters/literal-text';

// JSON has one kind of number, Python two: `4.0` stays `4.0` in our texts, so that it can be
// told from `4` when they are read again.

/** Values as JSON text, in which those of the names in `floats` are written as floats. */
export function floatJson(
  values: Readonly<Record<string, unknown>>,
  floats: readonly string[]
): string {
  const entries = Object.entries(values).map(([name, value]) => {
    const text = JSON.stringify(value) ?? 'null';
    const written = floats.includes(name) ? floatText(text) : text;
    return `${JSON.stringify(name)}:${written}`;
  });
  return `{${entries.join(',')}}`;
}

/** Names of the values of a JSON object that its text writes as floats. */
export function floatsIn(text: string): readonly string[] {
  const found: { readonly holder: unknown; readonly name: string }[] = [];
  const read = function (
    this: unknown,
    name: string,
    value: unknown,
    context?: { readonly source?: string }
  ): unknown {
    if (typeof value === 'number' && /[.eE]/.test(context?.source ?? '')) {
      found.push({ holder: this, name });
    }
    return value;
  };
  const all: unknown = JSON.parse(text, read);
  return found.filter(({ holder }) => holder === all).map(({ name }) => name);
}
