import type { Diagnostic, Fix, Where } from '../diagnostic';
import { cellNumber, finding, here, stepWord, tagFix, textFix } from './build';

/** DF301: a name that nothing in the notebook defines. A warning where it may not be reached. */
export function nameUnknown(
  where: Where,
  name: string,
  similar: string | null,
  isCertain: boolean,
  others: readonly Fix[] = []
): Diagnostic {
  const guess = similar ? ` Did you mean \`${similar}\`?` : '';
  return finding(
    'DF301',
    isCertain ? 'error' : 'warning',
    where,
    `\`${name}\` is not defined by any cell.${guess}`,
    {
      hint: `Define \`${name}\` in a cell above, or make it a parameter.`,
      fixes: [
        ...(similar ? textFix(`Replace by ${similar}`, where, similar) : []),
        ...others
      ]
    }
  );
}

/** DF302: a name that exists only if a branch was taken. */
export function nameUncertain(
  where: Where,
  name: string,
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF302',
    'warning',
    where,
    `\`${name}\` may be missing here: ${cellNumber(cause)} does not define it on every path.`,
    {
      fixes,
      hint: `Give \`${name}\` a value before the branch.`,
      related: here(
        `\`${name}\` is defined or deleted under a condition.`,
        cause
      )
    }
  );
}

/** DF303: a name that only a cell defines which does not run. */
export function nameSkipped(
  where: Where,
  name: string,
  cause: Where,
  isSkipTag: boolean
): Diagnostic {
  const cell = isSkipTag ? 'a skipped cell' : 'a cell that is in no step';
  return finding(
    'DF303',
    'error',
    where,
    `\`${name}\` is defined only in ${cell} (${cellNumber(cause)}).`,
    {
      hint: 'Let that cell take part: as imports, or as a step.',
      related: here(`\`${name}\` is defined here.`, cause),
      fixes: isSkipTag
        ? [tagFix('Remove skip', cause.cell, { remove: ['skip'] })]
        : [tagFix('Tag as imports', cause.cell, { add: ['imports'] })]
    }
  );
}

/** DF304: a cell that does not run changes a value that a step uses; without `skip` it `canRun`. */
export function changeSkipped(
  where: Where,
  { name, step }: { readonly name: string; readonly step: string },
  use: Where,
  canRun: boolean
): Diagnostic {
  return finding(
    'DF304',
    'warning',
    where,
    `This cell does not run, but changes \`${name}\`; the pipeline goes on with the value of ${stepWord(step)}.`,
    {
      hint: 'Remove the change, or let the cell take part.',
      related: here(`\`${name}\` is read here.`, use),
      fixes: canRun
        ? [tagFix('Remove skip', where.cell, { remove: ['skip'] })]
        : []
    }
  );
}

/** DF305: a name that was deleted. */
export function nameDeleted(
  where: Where,
  name: string,
  step: string,
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF305',
    'error',
    where,
    `\`${name}\` was deleted in step ${stepWord(step)} (${cellNumber(cause)}).`,
    {
      fixes,
      hint: `Do not delete \`${name}\`, or define it again.`,
      related: here(`\`${name}\` is deleted here.`, cause)
    }
  );
}

/** DF306: a name that is defined only below. */
export function nameDefinedBelow(
  where: Where,
  name: string,
  cause: Where,
  isCertain: boolean,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF306',
    isCertain ? 'error' : 'warning',
    where,
    `\`${name}\` is defined below, in ${cellNumber(cause)}; top to bottom it does not exist yet.`,
    {
      fixes,
      hint: 'Move the cell that defines it up.',
      related: here(`\`${name}\` is defined here.`, cause)
    }
  );
}

/** DF307: a star import may be where a name comes from. */
export function starImport(
  where: Where,
  module: string,
  names: readonly string[],
  isPrelude: boolean
): Diagnostic {
  const list = names.map(name => `\`${name}\``).join(', ');
  const verb = names.length === 1 ? 'is' : 'are';
  return finding(
    'DF307',
    isPrelude ? 'info' : 'warning',
    where,
    `\`from ${module} import *\` hides which names come from there; ${list} ${verb} taken from it.`,
    {
      hint: `Import the names you use: from ${module} import ${names.join(', ')}.`,
      fixes: textFix(`Import ${names.join(', ')}`, where, names.join(', '))
    }
  );
}
