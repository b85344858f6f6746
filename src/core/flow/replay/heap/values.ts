import { NOTHING, union, type ObjectSet } from './sets';

/** What a value may be: the mutable objects it may point to, and its text where that is known. */
export interface Abstract {
  readonly objects: ObjectSet;
  /** Of a string or a path; parameters stand in braces: `{folder}/a.csv`. */
  readonly text: string | null;
  /** Of a text that is known in part; `ANYTHING` stands for the rest. */
  readonly partly?: string;
  /** It is one of its objects for sure, and that was made with something in it. */
  readonly isFilled?: true;
}

/** Stands for what is not known of a text. */
export const ANYTHING = '**';

/** A value without objects that is this text, or of which so much is known. */
export function textual(text: string | null, partly: string): Abstract {
  return text === null && /\w/.test(partly)
    ? { objects: NOTHING, text, partly }
    : { objects: NOTHING, text };
}

/** What is known of the text of a value. */
export function knownOf({ text, partly }: Abstract): string {
  return text ?? partly ?? ANYTHING;
}

/** The same, of which nobody knows whether there is something in it. */
export function unfilled(value: Abstract): Abstract {
  if (!value.isFilled) {
    return value;
  }
  const { objects, text } = value;
  return { objects, text };
}

export const ATOMIC: Abstract = { objects: NOTHING, text: null };

/** One of several values: texts must agree to be known. */
export function either(a: Abstract, b: Abstract): Abstract {
  if (a === b) {
    return a;
  }
  const text = a.text === b.text ? a.text : null;
  const objects = union(a.objects, b.objects);
  const isFilled = a.isFilled && b.isFilled;
  if (text !== null || a.partly === b.partly) {
    if (text === a.text && objects === a.objects && a.isFilled === isFilled) {
      return a;
    }
    if (text === b.text && objects === b.objects && b.isFilled === isFilled) {
      return b;
    }
  }
  return isFilled ? { objects, text, isFilled } : { objects, text };
}

/** `%d` and the like in a text. */
export const PERCENT_FIELD =
  /%(?:\(\w*\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z%]/g;

/** `{}`, `{name:>3}` and the like in a text. */
export const BRACE_FIELD = /\{[^{}]*\}/g;

/** A text in which something unknown stands in place of each field. */
export function withoutFields(text: string, field: RegExp): string {
  return text.replace(field, found => (found === '%%' ? '%' : ANYTHING));
}
