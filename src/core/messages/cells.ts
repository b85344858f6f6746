import type { Diagnostic, Fix, Where } from '../diagnostic';
import { tagFix } from './build';

/** DF101. `step` is the one above, which the cell would otherwise continue. */
export function prevWithoutStep(
  where: Where,
  tag: string,
  step: string | null
): Diagnostic {
  const join: readonly Fix[] =
    step === null
      ? []
      : [
          {
            title: `Tag as step ${step}`,
            edits: [
              {
                kind: 'tags',
                cell: where.cell,
                remove: [],
                add: [`step:${step}`]
              }
            ]
          }
        ];
  return {
    code: 'DF101',
    severity: 'error',
    message: `\`${tag}\` stands on a cell without a step name.`,
    hint: 'Name the step.',
    where,
    fixes: [...join, tagFix(`Remove ${tag}`, where.cell, { remove: [tag] })]
  };
}

/** DF102. `free` is a step name that is not taken yet. */
export function aboveFirstStep(where: Where, free: string): Diagnostic {
  const tagAs = (title: string, tag: string): Fix => ({
    title,
    edits: [{ kind: 'tags', cell: where.cell, remove: [], add: [tag] }]
  });
  return {
    code: 'DF102',
    severity: 'warning',
    message: 'This cell is above the first tagged cell and is in no step.',
    hint: 'It does not run in the pipeline.',
    where,
    fixes: [
      tagAs('Tag as imports', 'imports'),
      tagAs(`Tag as step ${free}`, `step:${free}`),
      tagAs('Skip it', 'skip')
    ]
  };
}

/** DF103. `keep` holds, for each name, the fix that leaves only this one. */
export function severalSteps(
  where: Where,
  names: readonly string[],
  keep: readonly Fix[]
): Diagnostic {
  const list = names.map(name => `\`${name}\``).join(' and ');
  return {
    code: 'DF103',
    severity: 'error',
    message: `A cell can be in one step; this one names ${list}.`,
    hint: 'Keep one, or split the cell.',
    where,
    fixes: keep
  };
}

/** DF111, of the notebook, or of the cell at `where`. */
export function unknownKey(
  holder: string,
  key: string,
  where: Where | null = null
): Diagnostic {
  const owner = where ? 'Cell' : 'Notebook';
  return {
    code: 'DF111',
    severity: 'info',
    message: `${owner} metadata \`${holder}\` has an unknown key \`${key}\`; it is kept${where ? ' and has no effect' : ''}.`,
    where
  };
}

/** DF112, at the first cell that was run before the one above it. */
export function outOfOrder(where: Where): Diagnostic {
  return {
    code: 'DF112',
    severity: 'info',
    message:
      'Cells were last run out of order; shown outputs may differ from a run top to bottom.',
    hint: 'Restart the kernel and run all cells to see what a run will see.',
    where
  };
}
