import type { Diagnostic, Fix, Where } from '../diagnostic';
import {
  cellNumber,
  finding,
  here,
  stepWord,
  tagFix,
  type Related
} from './build';

/** DF104: the cells of a step cannot be run together. */
export function stepResumed(
  where: Where,
  names: {
    readonly step: string;
    readonly other: string;
    readonly name: string;
    readonly verb: 'reads' | 'changes';
  },
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  const { step, other, name, verb } = names;
  const between =
    verb === 'reads'
      ? `which ${stepWord(other)} (${cellNumber(cause)}) changed in between`
      : `which ${stepWord(other)} (${cellNumber(cause)}) uses in between`;
  return finding(
    'DF104',
    'error',
    where,
    `Step ${stepWord(step)} continues here, but ${verb} \`${name}\`, ${between}. Together the cells of ${stepWord(step)} cannot run both before and after ${stepWord(other)}.`,
    {
      fixes,
      hint: 'Give this cell a step name of its own, or move it up to the other cells of its step.',
      related: here(`${stepWord(other)} uses \`${name}\` here.`, cause)
    }
  );
}

/** DF107: a cell that every step repeats does more than define. */
export function preludeActs(
  where: Where,
  what: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF107',
    'warning',
    where,
    `This runs at the start of every step: \`${what}\` takes effect each time.`,
    { fixes, hint: 'Move it into a step.' }
  );
}

/** DF107: a cell that every step repeats makes another value each time. */
export function preludeDiffers(
  where: Where,
  what: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF107',
    'warning',
    where,
    `This runs at the start of every step, and \`${what}\` gives another value in every step.`,
    { fixes, hint: 'Move it into a step, which hands its value on.' }
  );
}

/** DF107: a cached function that does more than compute. */
export function cacheBeginsAnew(
  where: Where,
  name: string,
  steps: readonly string[]
): Diagnostic {
  return finding(
    'DF107',
    'warning',
    where,
    `\`${name}\` keeps its results, but every step begins without them: what it does besides is done again in ${steps.map(stepWord).join(', ')}.`,
    { hint: 'Call it in one step, which hands the results on.' }
  );
}

/** DF108: a cell that every step repeats needs a value that only some step makes. */
export function preludeReadsStep(
  where: Where,
  name: string,
  step: string,
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF108',
    'error',
    where,
    `This cell runs at the start of every step, but reads \`${name}\`, which step ${stepWord(step)} defines.`,
    {
      fixes,
      hint: `Move the lines that use \`${name}\` into step ${stepWord(step)} or a later one.`,
      related: here(`\`${name}\` is made here.`, cause)
    }
  );
}

/** DF109: a step would see a definition that in the notebook comes after it. */
export function preludeRedefines(
  where: Where,
  name: string,
  step: string,
  earlier: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return comesTooLate(
    where,
    `\`${name}\` is defined again here, below step ${stepWord(step)} that uses the earlier one; in the pipeline ${stepWord(step)} sees this one.`,
    here(`\`${name}\` is defined first here.`, earlier),
    fixes
  );
}

/** DF109: a step would find a name that in the notebook is defined after it has looked for it. */
export function preludeDefinesLater(
  where: Where,
  name: string,
  step: string,
  asked: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return comesTooLate(
    where,
    `\`${name}\` is defined here, below step ${stepWord(step)} that looks whether it is there; in the pipeline ${stepWord(step)} finds it.`,
    here(`${stepWord(step)} looks for \`${name}\` here.`, asked),
    fixes
  );
}

function comesTooLate(
  where: Where,
  text: string,
  related: readonly Related[],
  fixes: readonly Fix[]
): Diagnostic {
  return finding('DF109', 'warning', where, text, {
    fixes,
    hint: 'Move this cell above the steps, or make it part of a step.',
    related
  });
}

/** A step that uses something of another one. */
interface Dependency {
  readonly reader: string;
  readonly writer: string;
  readonly what: string;
}

/** The cell that carries the tags of a step, and the place that explains the finding. */
interface TaggedPlace {
  readonly cell: string;
  readonly related: Where | null;
  /** False where a tag to wait would make a circle. */
  readonly canWait: boolean;
}

function addPrev({ cell, canWait }: TaggedPlace, step: string): Fix[] {
  return canWait
    ? [tagFix(`Add prev:${step}`, cell, { add: [`prev:${step}`] })]
    : [];
}

/** DF201: a dependency that no tag mentions. */
export function dependencyAdded(
  where: Where,
  { reader, writer, what }: Dependency,
  tagged: TaggedPlace
): Diagnostic {
  return finding(
    'DF201',
    'info',
    where,
    `\`${reader}\` uses ${what} from \`${writer}\`; the dependency was added.`,
    {
      related: here(`${what} is made here.`, tagged.related),
      fixes: addPrev(tagged, writer)
    }
  );
}

/** DF202: branches that the tags draw side by side depend on each other. */
export function branchesDepend(
  where: Where,
  { reader, writer, what }: Dependency,
  tagged: TaggedPlace
): Diagnostic {
  return finding(
    'DF202',
    'warning',
    where,
    `\`${writer}\` and \`${reader}\` are drawn side by side, but \`${reader}\` uses ${what}, which \`${writer}\` changes. \`${reader}\` waits for \`${writer}\`, as in the notebook.`,
    {
      hint: `Add prev:${writer} to \`${reader}\`, or let \`${writer}\` work on a copy.`,
      related: here(`\`${writer}\` changes ${what} here.`, tagged.related),
      fixes: addPrev(tagged, writer)
    }
  );
}

/** DF203: branches that the tags draw side by side write the same name. */
export function branchesWrite(
  where: Where,
  names: {
    readonly earlier: string;
    readonly later: string;
    readonly name: string;
  },
  tagged: TaggedPlace,
  others: readonly Fix[] = []
): Diagnostic {
  const { earlier, later, name } = names;
  return finding(
    'DF203',
    'warning',
    where,
    `${stepWord(earlier)} and ${stepWord(later)} are drawn side by side and both write \`${name}\`; later steps see the one of ${stepWord(later)}.`,
    {
      hint: 'Give the two values different names.',
      related: here(
        `${stepWord(earlier)} writes \`${name}\` here.`,
        tagged.related
      ),
      fixes: [...others, ...addPrev(tagged, earlier)]
    }
  );
}

/** DF204: a tag asks a step to wait for one that waits for it. */
export function circularTag(
  where: Where,
  tag: string,
  path: readonly string[]
): Diagnostic {
  return finding(
    'DF204',
    'error',
    where,
    `\`${tag}\` makes a circle: ${path.join(' → ')}.`,
    {
      hint: 'A step can only wait for steps above it in the notebook.',
      fixes: [tagFix(`Remove ${tag}`, where.cell, { remove: [tag] })]
    }
  );
}

/** DF205: a tag names a step that does not exist. */
export function unknownStep(
  where: Where,
  tag: string,
  step: string,
  similar: string | null
): Diagnostic {
  const guess = similar ? ` Did you mean \`${similar}\`?` : '';
  return finding(
    'DF205',
    'error',
    where,
    `\`${tag}\`: there is no step \`${step}\`.${guess}`,
    {
      hint: 'Name an existing step, or remove the tag.',
      fixes: [
        ...(similar
          ? [
              tagFix(`Replace by prev:${similar}`, where.cell, {
                remove: [tag],
                add: [`prev:${similar}`]
              })
            ]
          : []),
        tagFix(`Remove ${tag}`, where.cell, { remove: [tag] })
      ]
    }
  );
}
