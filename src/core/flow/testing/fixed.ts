import { createAnalyser } from '../../analyse';
import type { Diagnostic, Fix } from '../../diagnostic';
import { applyFix } from '../../notebook/apply-fix';

/** A fix that was offered, and what is wrong with it; empty for a good one. */
export interface TriedFix {
  readonly code: string;
  readonly title: string;
  readonly faults: readonly string[];
}

/**
 * Applies each fix that is offered in a notebook, on its own, and analyses again: the finding must
 * be gone from its place, and no error be there that was not there before.
 */
export function tryFixes(notebook: unknown): readonly TriedFix[] {
  const file = { name: 'notebook.ipynb' };
  const before = createAnalyser().analyse(notebook, file).diagnostics;
  return before.flatMap(found =>
    (found.fixes ?? []).map(fix => {
      const after = createAnalyser().analyse(applyFix(notebook, fix), file);
      return {
        code: found.code,
        title: fix.title,
        faults: faultsOf(found, fix, before, after.diagnostics)
      };
    })
  );
}

function faultsOf(
  found: Diagnostic,
  { title }: Fix,
  before: readonly Diagnostic[],
  after: readonly Diagnostic[]
): string[] {
  const isThere = after.some(one => isSame(one, found));
  const added = after.filter(
    one => one.severity === 'error' && !before.some(other => isSame(other, one))
  );
  return [
    ...(isThere ? [`${found.code} is still there after "${title}"`] : []),
    ...added.map(
      ({ code, message }) =>
        `"${title}" of ${found.code} brings ${code}: ${message}`
    )
  ];
}

/** Cells keep their ids when a fix moves them; numbers of cells in texts may change. */
function isSame(a: Diagnostic, b: Diagnostic): boolean {
  const words = ({ message }: Diagnostic) =>
    message.replace(/cell \d+/g, 'cell');
  return (
    a.code === b.code &&
    a.where?.cell === b.where?.cell &&
    words(a) === words(b)
  );
}
