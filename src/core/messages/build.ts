import type { Diagnostic, Edit, Fix, Severity, Where } from '../diagnostic';
import { METRICS_STEP } from '../notebook/types';

/** A place that explains a finding: where the name was made, where it was changed. */
export interface Related {
  readonly message: string;
  readonly where: Where;
}

export interface Extras {
  readonly hint?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** A diagnostic of one code; empty lists are left out. */
export function finding(
  code: string,
  severity: Severity,
  where: Where | null,
  message: string,
  { hint, related = [], fixes = [] }: Extras = {}
): Diagnostic {
  return {
    code,
    severity,
    message,
    where,
    ...(hint === undefined ? {} : { hint }),
    ...(related.length === 0 ? {} : { related }),
    ...(fixes.length === 0 ? {} : { fixes })
  };
}

/** A fix that adds or removes tags of a cell. */
export function tagFix(
  title: string,
  cell: string,
  change: {
    readonly add?: readonly string[];
    readonly remove?: readonly string[];
  }
): Fix {
  const { add = [], remove = [] } = change;
  const edit: Edit = { kind: 'tags', cell, remove, add };
  return { title, edits: [edit] };
}

/** A fix that replaces a range of a cell's text; the place must have a start and an end. */
export function textFix(title: string, where: Where, text: string): Fix[] {
  const { cell, start, end } = where;
  return start && end
    ? [{ title, edits: [{ kind: 'source', cell, start, end, text }] }]
    : [];
}

/** A step by its name; the one that the metrics cells make is called as its role is. */
export function stepWord(step: string): string {
  return step === METRICS_STEP ? 'Metrics' : `\`${step}\``;
}

/** `cell 3`, counted as people do, from 1. */
export function cellNumber({ index }: Where): string {
  return `cell ${index + 1}`;
}

/** One related place, where it is known. */
export function here(message: string, where: Where | null): Related[] {
  return where ? [{ message, where }] : [];
}
