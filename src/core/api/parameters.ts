import type { Json } from '../immutable';
import type { PipelineParameter } from '../pipeline/types';

type ParameterType = PipelineParameter['type'];

/** True when a JSON value is of a parameter's type; an int is a float as well. */
export function isOfType(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number' || isSpecialFloat(value);
    case 'str':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'dict':
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value)
      );
  }
}

/** The value that a text stands for: JSON where it parses as the type, else, for `str`, the text. */
export function parseParameter(
  type: ParameterType,
  text: string
): { readonly value: Json } | null {
  const parsed = parseJson(type === 'bool' ? text.toLowerCase() : text);
  if (parsed !== undefined && isOfType(type, parsed)) {
    return { value: parsed };
  }
  return type === 'str' || (type === 'float' && isSpecialFloat(text))
    ? { value: text }
    : null;
}

// JSON has no words for these; Python reads them from text.
function isSpecialFloat(value: unknown): boolean {
  return typeof value === 'string' && /^-?(nan|inf|infinity)$/i.test(value);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
