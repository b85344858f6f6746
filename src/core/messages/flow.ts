import type { Diagnostic, Where } from '../diagnostic';
import { cellNumber, finding, tagFix, textFix, type Related } from './build';

const here = (message: string, where: Where | null): Related[] =>
  where ? [{ message, where }] : [];

/** DF301: a name that nothing in the notebook defines. A warning where it may not be reached. */
export function nameUnknown(
  where: Where,
  name: string,
  similar: string | null,
  isCertain: boolean
): Diagnostic {
  const guess = similar ? ` Did you mean \`${similar}\`?` : '';
  return finding(
    'DF301',
    isCertain ? 'error' : 'warning',
    where,
    `\`${name}\` is not defined by any cell.${guess}`,
    {
      hint: `Define \`${name}\` in a cell above, or make it a parameter.`,
      fixes: similar ? textFix(`Replace by ${similar}`, where, similar) : []
    }
  );
}

/** DF302: a name that exists only if a branch was taken. */
export function nameUncertain(
  where: Where,
  name: string,
  cause: Where
): Diagnostic {
  return finding(
    'DF302',
    'warning',
    where,
    `\`${name}\` may be missing here: ${cellNumber(cause)} does not define it on every path.`,
    {
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

/** DF304: a cell that does not run changes a value that a step uses. */
export function changeSkipped(
  where: Where,
  name: string,
  step: string
): Diagnostic {
  return finding(
    'DF304',
    'warning',
    where,
    `This cell does not run, but changes \`${name}\`; the pipeline goes on with the value of \`${step}\`.`,
    {
      hint: 'Remove the change, or let the cell take part.',
      fixes: [tagFix('Remove skip', where.cell, { remove: ['skip'] })]
    }
  );
}

/** DF305: a name that was deleted. */
export function nameDeleted(
  where: Where,
  name: string,
  step: string,
  cause: Where
): Diagnostic {
  return finding(
    'DF305',
    'error',
    where,
    `\`${name}\` was deleted in step \`${step}\` (${cellNumber(cause)}).`,
    {
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
  isCertain: boolean
): Diagnostic {
  return finding(
    'DF306',
    isCertain ? 'error' : 'warning',
    where,
    `\`${name}\` is defined below, in ${cellNumber(cause)}; top to bottom it does not exist yet.`,
    {
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
      hint: `If it does change it, bind the result to \`${name}\` again.`
    }
  );
}

/** DF403: two names share memory, which does not survive being handed on. */
export function viewChanged(
  where: Where,
  view: string,
  base: string
): Diagnostic {
  return finding(
    'DF403',
    'warning',
    where,
    `\`${view}\` is a view of \`${base}\`; across steps they become two arrays, and changing one no longer changes the other.`,
    { hint: 'Merge the two steps, or take a copy.' }
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

const GENERATORS: Readonly<Record<string, string>> = {
  'rng:random': 'the random numbers',
  'rng:numpy': "NumPy's random numbers",
  'rng:torch': "PyTorch's random numbers",
  'rng:tensorflow': "TensorFlow's random numbers"
};

/** DF501: random numbers that go on where another step stopped. */
export function randomContinues(
  where: Where,
  step: string,
  earlier: string,
  key: string,
  cause: Where
): Diagnostic {
  return finding(
    'DF501',
    'warning',
    where,
    `\`${step}\` continues ${GENERATORS[key] ?? key} of \`${earlier}\` and waits for it; in a process of its own it draws other numbers than the notebook.`,
    {
      hint: `Set a seed in \`${step}\`, or give the calls a random_state.`,
      related: here('The generator was last used here.', cause)
    }
  );
}

/** DF502: a seed that every step sets again. */
export function seedRepeated(
  where: Where,
  step: string,
  earlier: string
): Diagnostic {
  return finding(
    'DF502',
    'warning',
    where,
    `The seed in this cell is set again in every step; \`${step}\` draws the numbers that \`${earlier}\` drew, not the ones after them, as the notebook does.`,
    { hint: 'Set a seed in each step that draws random numbers.' }
  );
}

/** DF503: results that differ from run to run. */
export function randomUnseeded(where: Where): Diagnostic {
  return finding(
    'DF503',
    'info',
    where,
    'Random numbers without a seed: results differ from run to run.',
    { hint: 'Set a seed, or give the call a random_state.' }
  );
}

const STATES: Readonly<Record<string, string>> = {
  'env:os.environ': 'the environment variables',
  'proc:cwd': 'the working folder',
  'proc:sys.path': 'the import path',
  'proc:recursionlimit': 'the recursion limit'
};

/** DF504: settings of the process that another step made. */
export function stateUsed(
  where: Where,
  step: string,
  earlier: string,
  key: string,
  cause: Where
): Diagnostic {
  const what = STATES[key] ?? `the settings of ${key.replace(/^lib:/, '')}`;
  return finding(
    'DF504',
    'warning',
    where,
    `\`${step}\` uses ${what} set in \`${earlier}\` and waits for it; settings end with the process of a step.`,
    {
      hint: 'Move the setting to an imports cell, which every step repeats.',
      related: here('The setting is made here.', cause)
    }
  );
}

/** DF505: a module that was changed inside the process of one step. */
export function modulePatched(
  where: Where,
  target: string,
  step: string
): Diagnostic {
  return finding(
    'DF505',
    'error',
    where,
    `\`${target} = …\` changes a module inside its own process; step \`${step}\` will not see it.`,
    { hint: `Move the change to an imports cell, or repeat it in \`${step}\`.` }
  );
}

/** DF510: a step that waits because of a file. */
export function fileUsed(
  where: Where,
  step: string,
  earlier: string,
  path: string,
  isRead: boolean
): Diagnostic {
  return finding(
    'DF510',
    'info',
    where,
    isRead
      ? `\`${step}\` uses \`${path}\`, written by \`${earlier}\`.`
      : `\`${step}\` writes \`${path}\`, which \`${earlier}\` uses before.`
  );
}

/** DF511: a file whose name is known only when the step runs. */
export function fileUnknown(where: Where): Diagnostic {
  return finding(
    'DF511',
    'warning',
    where,
    'The file written here depends on values known only when it runs; steps that read it may not wait.',
    {
      hint: 'Add a prev tag to the steps that read it, or use a constant path.'
    }
  );
}

/** DF512: a file that other machines will not have. */
export function fileOutside(where: Where, path: string): Diagnostic {
  return finding(
    'DF512',
    'warning',
    where,
    `\`${path}\` is outside the workspace; other machines will not have it.`,
    { hint: 'Keep the file beside the notebook and use a relative path.' }
  );
}

/** DF601: text that is run as code. */
export function codeComputed(where: Where, call: string): Diagnostic {
  return finding(
    'DF601',
    'warning',
    where,
    `\`${call}\` of computed text: names and changes are unknown. Names not found elsewhere are taken from here.`,
    { hint: 'Write the code out, or keep the values in a dictionary.' }
  );
}

/** DF602: names made by text. */
export function namesComputed(where: Where, call: string): Diagnostic {
  return finding(
    'DF602',
    'warning',
    where,
    `\`${call}\` is used with a computed name: which names it makes is unknown. Names not found elsewhere are taken from here.`,
    { hint: 'Keep the values in a dictionary.' }
  );
}

/** DF603: a magic that defines names. */
export function magicDefines(where: Where, magic: string): Diagnostic {
  return finding(
    'DF603',
    'warning',
    where,
    `\`${magic}\` defines names that cannot be seen here. Names not found elsewhere are taken from it.`,
    { hint: 'Import the module instead.' }
  );
}

/** DF604: a name that IPython binds by itself. */
export function resultByName(
  where: Where,
  name: string,
  step: string
): Diagnostic {
  return finding(
    'DF604',
    'warning',
    where,
    `\`${name}\` is the last displayed result of \`${step}\`.`,
    { hint: 'Give the value a name of its own.' }
  );
}

/** DF605: a question that nobody will answer. */
export function asksPerson(where: Where, call: string): Diagnostic {
  return finding(
    'DF605',
    'error',
    where,
    `\`${call}()\` waits for a person; a step has none.`,
    { hint: 'Make the value a parameter.' }
  );
}

/** DF606: a step that ends itself. */
export function endsStep(where: Where, call: string): Diagnostic {
  return finding('DF606', 'info', where, `\`${call}\` ends the step here.`);
}

/** DF608: an installation that other steps do not have. */
export function installs(where: Where, command: string): Diagnostic {
  return finding(
    'DF608',
    'warning',
    where,
    `\`${command}\` installs for this step only.`,
    { hint: 'Install it into the environment or the image of the steps.' }
  );
}

/** DF609: a cell in another language. */
export function foreignCell(where: Where, magic: string): Diagnostic {
  return finding(
    'DF609',
    'warning',
    where,
    `\`${magic}\` text is not analysed; its variables, \`cd\` and \`export\` end with the cell.`,
    { hint: 'Hand results on in files.' }
  );
}

const ADVICE: Readonly<Record<string, string>> = {
  generator: 'Make a list of it, or build it in the step that uses it.',
  'open file': 'Open it in the step that uses it.',
  'database connection': 'Connect in the step that uses it, or in a function.',
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
  cause: Where
): Diagnostic {
  const { name, kind, from, to } = names;
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  return finding(
    'DF701',
    'error',
    where,
    `\`${name}\` is or holds ${article} ${kind} and cannot be handed from \`${from}\` to \`${to}\`.`,
    {
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

/** DF705: values and definitions that need each other to be loaded. */
export function loadingCircle(
  where: Where | null,
  names: readonly string[]
): Diagnostic {
  const list = names.map(name => `\`${name}\``).join(' and ');
  return finding(
    'DF705',
    'error',
    where,
    `${list} need each other to be loaded.`,
    { hint: 'Merge the steps that make them.' }
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
    `\`${name}\` needs \`${owner}\` as it was when \`${name}\` was made; in \`${to}\` that name stands for something else.`,
    {
      hint: 'Give the two different names.',
      related: here(`\`${owner}\` is defined here.`, cause)
    }
  );
}

/** DF801: a parameter that cannot be given from outside. */
export function parameterNotLiteral(where: Where, name: string): Diagnostic {
  return finding(
    'DF801',
    'error',
    where,
    `\`${name}\` is not a literal, so no other value can be given from outside.`,
    {
      hint: 'Use a number, text, True, False, a list or a dict; compute the rest in a step.'
    }
  );
}

/** DF801: a statement that is no parameter. */
export function parameterStatement(where: Where): Diagnostic {
  return finding(
    'DF801',
    'error',
    where,
    'Only assignments of literals make parameters; this statement is something else.',
    { hint: 'Move it to a step or to an imports cell.' }
  );
}

/** DF802: a step that gives a parameter another value. */
export function parameterReplaced(
  where: Where,
  name: string,
  step: string
): Diagnostic {
  return finding(
    'DF802',
    'warning',
    where,
    `Step \`${step}\` replaces the parameter \`${name}\`; later steps see the new value.`,
    { hint: 'Give the new value another name.' }
  );
}

/** DF803: a parameter that follows others. */
export function parameterDerived(
  where: Where,
  name: string,
  from: readonly string[]
): Diagnostic {
  const list = from.map(one => `\`${one}\``).join(', ');
  return finding(
    'DF803',
    'info',
    where,
    list
      ? `\`${name}\` is computed from ${list}; it follows when they are overridden.`
      : `\`${name}\` has no type that could be given from outside; it stays as it is.`
  );
}

/** DF804: a metric that is no number. */
export function metricNotNumber(where: Where, name: string): Diagnostic {
  return finding(
    'DF804',
    'error',
    where,
    `A metric must be a number; \`${name}\` is not.`,
    { hint: 'Print a number, such as a score or a loss.' }
  );
}

/** DF806: a parameter that changes nothing. */
export function parameterUnused(where: Where, name: string): Diagnostic {
  return finding(
    'DF806',
    'info',
    where,
    `Parameter \`${name}\` is used nowhere.`
  );
}

/** DF901: text that is no Python. */
export function syntaxError(where: Where, message: string): Diagnostic {
  return finding('DF901', 'error', where, `Syntax error: ${message}.`);
}
