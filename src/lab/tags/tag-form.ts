import { isStepName } from '../../core/notebook';
import type {
  CellId,
  Role,
  StepDeclaration,
  StepName,
  StepSettings
} from '../../core/notebook/types';
import type { AnalysisResult } from '../../core/view';

/** A step that another one waits for because its code needs it. */
export interface IDetectedParent {
  readonly step: StepName;
  readonly variables: readonly string[];
}

/** What the tag editor shows of the chosen cells. */
export interface ITagForm {
  readonly cells: readonly CellId[];
  /** `null` where the cells differ or have none. */
  readonly role: Role | null;
  /** The step of all of them; `null` where they differ or have none. */
  readonly step: StepDeclaration | null;
  /** True when the cells differ in role or name. */
  readonly isMixed: boolean;
  /** True when the one cell only continues the step above it. */
  readonly isContinued: boolean;
  /** True when the one cell is where the step begins: renaming it renames the step. */
  readonly isHead: boolean;
  readonly detected: readonly IDetectedParent[];
  readonly explicit: readonly StepName[];
  /** Steps that could be waited for in addition. */
  readonly candidates: readonly StepName[];
  /** Names of all steps. */
  readonly steps: readonly StepName[];
  readonly settings: StepSettings;
}

/** Reads the form from the analysis; the cells must be of its notebook. */
export function tagForm(
  analysis: AnalysisResult,
  cells: readonly CellId[]
): ITagForm {
  const { notebook } = analysis;
  const chosen = notebook.cells.filter(({ cell }) => cells.includes(cell.id));
  const roles = new Set(chosen.map(({ role }) => role));
  const names = new Set(chosen.map(({ step }) => step));
  const [role] = roles.size === 1 ? roles : [null];
  const [name] = names.size === 1 ? names : [null];
  const step = notebook.steps.find(item => item.name === name) ?? null;
  const only = chosen.length === 1 ? chosen[0] : null;
  const explicit = step ? [...new Set(step.prev.map(item => item.step))] : [];
  const detected = step ? detectedParents(analysis, step.name) : [];
  const known = [...explicit, ...detected.map(item => item.step), step?.name];
  const steps = notebook.steps.map(item => item.name);
  return {
    cells,
    role,
    step,
    isMixed: roles.size > 1 || names.size > 1,
    isContinued: only !== null && !only.own && only.role !== null,
    isHead: only !== null && step !== null && step.cells[0] === only.cell.id,
    detected,
    explicit,
    candidates: steps.filter(other => !known.includes(other)),
    steps,
    settings: step?.settings ?? {}
  };
}

function detectedParents(
  { flow }: AnalysisResult,
  name: StepName
): readonly IDetectedParent[] {
  return flow.edges
    .filter(({ to, variables, tagged }) => {
      const isByCode = variables.length > 0 || !tagged;
      return to === name && isByCode;
    })
    .map(({ from, variables }) => ({ step: from, variables }));
}

/** The circle that waiting for `other` would make, as a way through the steps; else `null`. */
export function circle(
  { flow }: AnalysisResult,
  step: StepName,
  other: StepName
): readonly StepName[] | null {
  const way = findWay(
    step,
    other,
    flow.edges.map(({ from, to }) => [from, to] as const),
    new Set()
  );
  return way ? [...way, step] : null;
}

function findWay(
  from: StepName,
  to: StepName,
  arrows: readonly (readonly [StepName, StepName])[],
  seen: Set<StepName>
): readonly StepName[] | null {
  if (from === to) {
    return [to];
  }
  if (seen.has(from)) {
    return null;
  }
  seen.add(from);
  for (const [start, end] of arrows) {
    const rest = start === from ? findWay(end, to, arrows, seen) : null;
    if (rest) {
      return [from, ...rest];
    }
  }
  return null;
}

/** What is wrong with a name, if anything. */
export function nameProblem(name: string): 'empty' | 'malformed' | null {
  if (name === '') {
    return 'empty';
  }
  return isStepName(name) ? null : 'malformed';
}
