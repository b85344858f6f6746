import { floatText, jsonOfLiteral } from '../flow/parameters/literal-text';
import type { Parameter, ParameterType } from '../flow/types';
import type { Json } from '../immutable';

/** A typed value and the text it stands in, or that the text is none of this type. */
export type Typed =
  | { readonly isValid: true; readonly value: Json; readonly text: string }
  | { readonly isValid: false };

const INVALID: Typed = { isValid: false };
const valid = (value: Json, text: string): Typed => ({
  isValid: true,
  value,
  text
});

/** The text of the notebook's own value in a field: `[1.0]`, which JSON alone writes as `[1]`. */
export function ownText({ type, source, default: value }: Parameter): string {
  const exact = type === 'list' || type === 'dict' ? source : undefined;
  const text = exact === undefined ? null : jsonOfLiteral(exact);
  return text ?? parameterText(value, type);
}

/** The text of a value in a field: plain for texts, JSON for lists and dicts. */
export function parameterText(value: Json, type: ParameterType): string {
  switch (type) {
    case 'str':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'float':
      return typeof value === 'number'
        ? floatText(String(value))
        : String(value);
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
      return valid(text, text);
    case 'int': {
      const value = /^[+-]?\d[\d_]*$/.test(trimmed)
        ? Number(trimmed.replace(/_/g, ''))
        : NaN;
      return Number.isSafeInteger(value) ? valid(value, trimmed) : INVALID;
    }
    case 'float': {
      const value = trimmed === '' ? NaN : Number(trimmed);
      return Number.isFinite(value) ? valid(value, trimmed) : INVALID;
    }
    case 'bool':
      return /^(true|false)$/i.test(trimmed)
        ? valid(trimmed.toLowerCase() === 'true', trimmed)
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

/**
 * A typed value as Python writes it, for the parameters cell. Lists and dicts are taken from
 * their text, in which `1.0` is not `1`.
 */
export function pythonLiteral(
  value: Json,
  type: ParameterType,
  text: string
): string {
  if (type === 'list' || type === 'dict') {
    return text.replace(JSON_WORD, word =>
      word.startsWith('"') ? quoted(JSON.parse(word)) : (WORDS[word] ?? word)
    );
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return typeof value === 'string'
    ? quoted(value)
    : type === 'float'
      ? floatText(String(value))
      : String(value);
}

const JSON_WORD = /"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g;
const WORDS: Readonly<Record<string, string>> = {
  true: 'True',
  false: 'False',
  null: 'None'
};

/** JSON's escapes are Python's too; single quotes, as most notebooks have them, where none is needed. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return /['\\]/.test(json) ? json : `'${json.slice(1, -1)}'`;
}

function readJson(text: string, isRight: (value: unknown) => boolean): Typed {
  try {
    const value = JSON.parse(text) as Json;
    return isRight(value) ? valid(value, text) : INVALID;
  } catch {
    return INVALID;
  }
}
