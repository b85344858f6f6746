import type { Diagnostic, Fix, Where } from '../diagnostic';
import { finding, here, stepWord } from './build';
import { fixTitles } from './fixes';

/** DF402: a call that is taken to change nothing. */
export function callAssumedPure(
  where: Where,
  call: string,
  name: string
): Diagnostic {
  return finding(
    'DF402',
    'info',
    where,
    `\`${name}.${call}()\` is taken as not changing \`${name}\`.`,
    {
      hint: `If it does change it, bind the result to \`${name}\` again.`,
      fixes: noted(where, name, true)
    }
  );
}

function noted({ cell }: Where, name: string, isChanged: boolean): Fix[] {
  const title = isChanged ? fixTitles.changes(name) : fixTitles.onlyReads(name);
  return [{ title, edits: [{ kind: 'changes', cell, name, isChanged }] }];
}

/** DF402, after a run has seen that the call, or another part of its cell, does change it. */
export function callSeenToChange(
  where: Where,
  call: string,
  name: string
): Diagnostic {
  return finding(
    'DF402',
    'info',
    where,
    `This cell is known to change \`${name}\`, which \`${name}.${call}()\` may do; its step hands \`${name}\` on.`,
    { fixes: noted(where, name, false) }
  );
}

/** DF406, in a run: a step changed what later steps were to have as it was. */
export function inputChanged(
  where: Where | null,
  step: string,
  names: readonly string[]
): Diagnostic {
  const listed = names.map(name => `\`${name}\``).join(' and ');
  return finding(
    'DF406',
    'error',
    where,
    `Step ${stepWord(step)} changed ${listed}, which the plan took as only read.`,
    {
      hint: `As soon as the notebook notes this change, ${stepWord(step)} hands ${listed} on. Run it again then.`
    }
  );
}

/** Two names of what is one thing, shown in two ways. */
interface Views {
  readonly view: string;
  readonly base: string;
  readonly what: 'arrays' | 'values';
  /** Where the view was made. */
  readonly made: Where;
}

/** DF403: two names share memory, which does not survive being handed on. */
export function viewChanged(
  where: Where,
  { view, base, what, made }: Views,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF403',
    'warning',
    where,
    `\`${view}\` is a view of \`${base}\`; across steps they become two ${what}, and changing one no longer changes the other.`,
    {
      fixes,
      hint: 'Merge the two steps to keep what the notebook computes. With a copy the notebook computes what the pipeline does.',
      related: here(`\`${view}\` is made here.`, made)
    }
  );
}

/** DF407: a definition that was changed cannot be repeated from its source. */
export function definitionChanged(where: Where, name: string): Diagnostic {
  return finding(
    'DF407',
    'info',
    where,
    `\`${name}\` was changed after its definition; it travels as a value.`
  );
}

/** DF407: a class that does something when it is made, and would do it once more. */
export function classAnnounced(
  where: Where,
  name: string,
  step: string
): Diagnostic {
  return finding(
    'DF407',
    'warning',
    where,
    `\`${name}\` is made anew in ${stepWord(step)}, and what is done when such a class is made is done once more there.`,
    { hint: 'Define these classes in a functions cell, which every step has.' }
  );
}

const ADVICE: Readonly<Record<string, string>> = {
  generator: 'Make a list of it, or build it in the step that uses it.',
  'open file': 'Open it in the step that uses it.',
  'database connection': 'Connect in the step that uses it, or in a function.',
  workbook: 'Save it to a file, and load that in the other step.',
  'query of a database': 'Hand on what it finds: `.df()`, or `.fetchall()`.',
  coroutine: 'Await it in the step that makes it.',
  'match iterator': 'Make a list of it.',
  match: 'Hand on its groups: `m.group(1)`, or `m.groupdict()`.',
  'function of NumPy':
    'Define the function in a functions cell and make this one where it is used.',
  hash: 'Compute it in the step that uses it, or keep its hexdigest().',
  'sort key': 'Pass the comparison on, and wrap it in the step that sorts.',
  'cached function':
    'Put the decorator above a function of the top level, or make it in a functions cell.',
  'single-dispatch function':
    'Put the decorator above a function of the top level, or make it in a functions cell.',
  lock: 'Make it in the step that uses it.'
};

/** DF701: a value that another process cannot have. */
export function cannotTravel(
  where: Where,
  names: {
    readonly name: string;
    readonly kind: string;
    readonly from: string;
    readonly to: string;
  },
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  const { name, kind, from, to } = names;
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  return finding(
    'DF701',
    'error',
    where,
    `\`${name}\` is or holds ${article} ${kind} and cannot be handed from ${stepWord(from)} to ${stepWord(to)}.`,
    {
      fixes,
      hint: ADVICE[kind] ?? `Make \`${name}\` in the step that uses it.`,
      related: here(`\`${name}\` is made here.`, cause)
    }
  );
}

/** DF702: a value with functions whose names the receiving step supplies. */
export function holdsFunctions(
  where: Where,
  name: string,
  used: readonly string[]
): Diagnostic {
  const list = used.map(one => `\`${one}\``).join(', ');
  return finding(
    'DF702',
    'info',
    where,
    `\`${name}\` holds functions that use ${list}; a step that calls them uses its own.`
  );
}

/** DF703: an instance of a class that no statement of the notebook binds. */
export function localClass(where: Where, name: string): Diagnostic {
  return finding(
    'DF703',
    'info',
    where,
    `\`${name}\` is an instance of a class made inside a function; the class travels with it.`,
    { hint: 'Move the class to the top level.' }
  );
}

/** DF704: a value on a device, which travels as one of the processor. */
export function travelsFromDevice(where: Where, name: string): Diagnostic {
  return finding(
    'DF704',
    'info',
    where,
    `\`${name}\` is on a device; it travels through memory, and the step that receives it needs such a device, too.`
  );
}

/** DF705: values and definitions that need each other to be loaded. */
export function loadingCircle(
  where: Where | null,
  names: readonly string[],
  fixes: readonly Fix[] = []
): Diagnostic {
  const list = names.map(name => `\`${name}\``).join(' and ');
  return finding(
    'DF705',
    'error',
    where,
    `${list} need each other to be loaded.`,
    { hint: 'Merge the steps that make them.', fixes }
  );
}

/** DF706: a value whose class has another meaning where the value is needed. */
export function classReplaced(
  where: Where,
  names: { readonly name: string; readonly owner: string; readonly to: string },
  cause: Where
): Diagnostic {
  const { name, owner, to } = names;
  return finding(
    'DF706',
    'error',
    where,
    `\`${name}\` needs \`${owner}\` as it was when \`${name}\` was made; in ${stepWord(to)} that name stands for something else.`,
    {
      hint: 'Give the two different names.',
      related: here(`\`${owner}\` is defined here.`, cause)
    }
  );
}

/** DF707: a value that its own class takes apart and puts together again. */
export function handedOnByHook(
  where: Where,
  names: { readonly name: string; readonly hook: string; readonly to: string },
  cause: Where
): Diagnostic {
  const { name, hook, to } = names;
  return finding(
    'DF707',
    'warning',
    where,
    `\`${name}\` comes to ${stepWord(to)} through \`${hook}\`, which may leave out or change a part of it.`,
    {
      hint: 'Merge the steps, or ignore this where the class gives back what it was.',
      related: here(`\`${name}\` is made here.`, cause)
    }
  );
}
