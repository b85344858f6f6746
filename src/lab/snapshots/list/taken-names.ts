import type { SnapshotSummary } from '../../../core/api/types';

/** What can be typed for a name; spaces become dashes. */
const NAME = ' *[A-Za-z0-9_][A-Za-z0-9._@+= \\-]{0,127}';

/** The name that a typed text stands for. */
export function nameOf(text: string): string {
  return text.trim().replace(/\s+/g, '-');
}

/** The snapshot that has the name which a text stands for. */
export function holderOf(
  text: string,
  items: readonly SnapshotSummary[]
): SnapshotSummary | null {
  const name = nameOf(text);
  return items.find(({ kept }) => kept === name) ?? null;
}

/** Pattern of what can be typed, without the names that others have. */
export function namePattern(items: readonly SnapshotSummary[]): string {
  const taken = items.flatMap(({ kept }) =>
    kept === null
      ? []
      : kept
          .split('-')
          .map(part => part.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&'))
          .join('(?: +|[\\-])')
  );
  return taken.length === 0 ? NAME : `(?! *(?:${taken.join('|')}) *$)${NAME}`;
}
