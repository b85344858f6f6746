import type { ParameterType } from '../flow/types';
import type { Json } from '../immutable';

/** A typed value, or that the text is none of this type. */
export type Typed =
  | { readonly isValid: true; readonly value: Json }
  | { readonly isValid: false };

const INVALID: Typed = { isValid: false };
const valid = (value: Json): Typed => ({ isValid: true, value });

/** The text of a value in a field: plain for texts, JSON for lists and dicts. */
export function parameterText(value: Json, type: ParameterType): string {
  switch (type) {
    case 'str':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'float':
      return typeof value === 'number' ? floatText(value) : String(value);
    case 'int':
    case 'bool':
      return String(value);
    case 'list':
    case 'dict':
      return JSON.stringify(value);
  }
}

/** Reads what was typed into a field of a type. */
export function readParameterText(text: string, type: ParameterType): Typed {
  const trimmed = text.trim();
  switch (type) {
    case 'str':
      return valid(text);
    case 'int': {
      const value = /^[+-]?\d[\d_]*$/.test(trimmed)
        ? Number(trimmed.replace(/_/g, ''))
        : NaN;
      return Number.isSafeInteger(value) ? valid(value) : INVALID;
    }
    case 'float': {
      const value = trimmed === '' ? NaN : Number(trimmed);
      return Number.isFinite(value) ? valid(value) : INVALID;
    }
    case 'bool':
      return /^(true|false)$/i.test(trimmed)
        ? valid(trimmed.toLowerCase() === 'true')
        : INVALID;
    case 'list':
      return readJson(trimmed, Array.isArray);
    case 'dict':
      return readJson(
        trimmed,
        value =>
          typeof value === 'object' && value !== null && !Array.isArray(value)
      );
  }
}

/** The value as Python writes it, for the parameters cell. */
export function pythonLiteral(value: Json, type: ParameterType): string {
  return type === 'float' && typeof value === 'number'
    ? floatText(value)
    : literal(value);
}

function literal(value: Json): string {
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'object') {
    return isList(value)
      ? `[${value.map(literal).join(', ')}]`
      : `{${Object.entries(value)
          .map(([key, item]) => `${quoted(key)}: ${literal(item)}`)
          .join(', ')}}`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** JSON's escapes are Python's too; single quotes, as most notebooks have them, where none is needed. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return /['\\]/.test(json) ? json : `'${json.slice(1, -1)}'`;
}

function floatText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function readJson(text: string, isRight: (value: unknown) => boolean): Typed {
  try {
    const value = JSON.parse(text) as Json;
    return isRight(value) ? valid(value) : INVALID;
  } catch {
    return INVALID;
  }
}
