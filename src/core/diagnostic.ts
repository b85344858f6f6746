import type { Static } from '@sinclair/typebox';

import type {
  DiagnosticSchema,
  EditSchema,
  FixSchema,
  PositionSchema,
  WhereSchema
} from './diagnostic-schema';
import type { Immutable } from './immutable';

export type Position = Immutable<Static<typeof PositionSchema>>;
export type Where = Immutable<Static<typeof WhereSchema>>;
export type Edit = Immutable<Static<typeof EditSchema>>;
export type Fix = Immutable<Static<typeof FixSchema>>;
export type Diagnostic = Immutable<Static<typeof DiagnosticSchema>>;
export type Severity = Diagnostic['severity'];

const RANK: Readonly<Record<Severity, number>> = {
  error: 0,
  warning: 1,
  info: 2
};

/** Errors first, then warnings, then notes; within one kind, notebook order. */
export function byUrgency(a: Diagnostic, b: Diagnostic): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    (a.where?.index ?? -1) - (b.where?.index ?? -1) ||
    (a.where?.start?.line ?? 0) - (b.where?.start?.line ?? 0) ||
    (a.where?.start?.column ?? 0) - (b.where?.start?.column ?? 0)
  );
}

/** True when the notebook cannot be compiled or run as it stands. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Line and column of an offset (UTF-16 units) in a text. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  const line = before.split('\n').length;
  return { line, column: offset - lastBreak };
}
