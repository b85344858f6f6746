import type { Role } from '../../notebook/types';
import type { CellOutline } from '../../python/outline/outline';

/**
 * A role for each code cell. Imports, functions and parameters only where that keeps what the
 * cell does: they are repeated at the start of every step, so they must not need what a step
 * makes, nor replace what a step above them uses.
 */
export function suggestRoles(cells: readonly CellOutline[]): readonly Role[] {
  const roles = cells.map(firstGuess);
  markParameters(cells, roles);
  while (demoteOne(cells, roles)) {
    // Each turn makes one cell more a step, which others may need.
  }
  markMetrics(cells, roles);
  return roles;
}

function firstGuess({ sort }: CellOutline): Role {
  switch (sort) {
    case 'imports':
    case 'functions':
      return sort;
    case 'installs':
      return 'skip';
    case 'literals':
    case 'code':
    case 'empty':
      return 'step';
  }
}

/** Literals above the first step, if nothing else gives these names another value. */
function markParameters(cells: readonly CellOutline[], roles: Role[]): void {
  const end = cells.findIndex(
    ({ sort }, i) => roles[i] === 'step' && sort !== 'literals'
  );
  cells.slice(0, Math.max(end, 0)).forEach(({ sort, binds }, i) => {
    const isOnly = cells.every(
      (other, k) => k === i || [...binds].every(name => !other.binds.has(name))
    );
    if (sort === 'literals' && isOnly) {
      roles[i] = 'parameters';
    }
  });
}

/** Makes the first cell a step that cannot be repeated at the start of all; false if none is. */
function demoteOne(cells: readonly CellOutline[], roles: Role[]): boolean {
  const made = new Set<string>();
  const defined = new Set<string>();
  for (const [i, { sort, binds, needs }] of cells.entries()) {
    const role = roles[i];
    if (role === 'step') {
      binds.forEach(name => made.add(name));
    } else if (role === 'imports' || role === 'functions') {
      const isRedefined =
        sort === 'functions' && [...binds].some(name => defined.has(name));
      if (isRedefined || [...needs, ...binds].some(name => made.has(name))) {
        roles[i] = 'step';
        return true;
      }
      binds.forEach(name => defined.add(name));
    }
  }
  return false;
}

const SOUNDS_NUMERIC =
  /(?:^|_)(?:acc|accuracy|auc|average|avg|count|error|f1|loss|mae|mape|mean|median|mse|precision|r2|rate|ratio|recall|rmse|score|std|total)(?:_|$)/i;

/** The last cell, if it only prints numbers and steps are left above it. */
function markMetrics(cells: readonly CellOutline[], roles: Role[]): void {
  const last = cells.length - 1;
  const looks = new Map(cells.flatMap(cell => [...cell.looks]));
  const printed = cells[last]?.metrics?.map(({ name, isFormatted }) =>
    isFormatted || SOUNDS_NUMERIC.test(name)
      ? 'number'
      : (looks.get(name) ?? 'unknown')
  );
  const areNumbers = printed?.includes('number') && !printed.includes('object');
  if (areNumbers && roles.indexOf('step') < last) {
    roles[last] = 'metrics';
  }
}
