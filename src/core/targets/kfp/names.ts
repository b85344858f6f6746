import type { StepName } from '../../notebook/types';

/** What KFP makes of a name: lower case letters, digits and `-`, none at the ends. */
export function kfpName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * Task names by step name. Steps whose names differ only in what KFP drops cannot be told apart
 * there: they come as `clashes`, each with the step that has the name already.
 */
export function taskNames(steps: readonly StepName[]): {
  readonly names: ReadonlyMap<StepName, string>;
  readonly clashes: readonly (readonly [StepName, StepName])[];
} {
  const names = new Map<StepName, string>();
  const owners = new Map<string, StepName>();
  const clashes: [StepName, StepName][] = [];
  for (const step of steps) {
    const name = kfpName(step) || 'step';
    const owner = owners.get(name);
    if (owner !== undefined) {
      clashes.push([step, owner]);
    }
    owners.set(name, owner ?? step);
    names.set(step, name);
  }
  return { names, clashes };
}

/** Names of outputs that no variable can have, as they contain `-`. */
export const METRICS_ARTIFACT = 'step-metrics';
export const REPORT_ARTIFACT = 'executed-notebook';

/**
 * The key of a variable's artifact: its name, with letters beyond ASCII spelled as code points.
 * Process state, whose keys hold a `:`, gets a name that no variable can have: `state-rng-random`.
 */
export function artifactKey(variable: string): string {
  if (variable.includes(':')) {
    return `state-${kfpName(variable)}`;
  }
  return variable.replace(
    /[^A-Za-z0-9_]/gu,
    sign => `-u${(sign.codePointAt(0) ?? 0).toString(16)}-`
  );
}
