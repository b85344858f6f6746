import type { Diagnostic, Fix, Where } from '../diagnostic';
import { finding, here, stepWord } from './build';

const GENERATORS: Readonly<Record<string, string>> = {
  'rng:random': 'the random numbers',
  'rng:numpy': "NumPy's random numbers",
  'rng:torch': "PyTorch's random numbers",
  'rng:tensorflow': "TensorFlow's random numbers"
};

/** Process state, and whether it goes from step to step. */
interface StateKind {
  readonly key: string;
  readonly isCarried: boolean;
}

/** DF501: random numbers that go on where another step stopped. */
export function randomContinues(
  where: Where,
  step: string,
  earlier: string,
  { key, isCarried }: StateKind,
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  const numbers = GENERATORS[key] ?? key;
  return finding(
    'DF501',
    isCarried ? 'info' : 'warning',
    where,
    isCarried
      ? `${stepWord(step)} continues ${numbers} of ${stepWord(earlier)}, so it waits for it.`
      : `${stepWord(step)} continues ${numbers} of ${stepWord(earlier)} and waits for it; in a process of its own it draws other numbers than the notebook.`,
    {
      fixes,
      hint: `Set a seed in ${stepWord(step)}, or give the calls a random_state.`,
      related: here('The generator was last used here.', cause)
    }
  );
}

/** DF502: a seed that every step sets again. */
export function seedRepeated(
  where: Where,
  step: string,
  earlier: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF502',
    'warning',
    where,
    `The seed in this cell runs in every step; ${stepWord(step)} goes on with the random numbers of ${stepWord(earlier)} instead, as in the notebook, and waits for it.`,
    {
      fixes,
      hint: 'Set a seed in each step that draws random numbers, and they need not wait.'
    }
  );
}

/** DF503: results that differ from run to run. */
export function randomUnseeded(
  where: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF503',
    'info',
    where,
    'Random numbers without a seed: results differ from run to run.',
    { fixes, hint: 'Set a seed, or give the call a random_state.' }
  );
}

const STATES: Readonly<Record<string, string>> = {
  'env:os.environ': 'the environment variables',
  'proc:cwd': 'the working folder',
  'proc:argv': 'the arguments of the program',
  'proc:sys.path': 'the import path',
  'proc:recursionlimit': 'the recursion limit',
  'proc:timezone': 'the time zone',
  'proc:umask': 'the permissions of new files',
  'lib:duckdb connection': 'what DuckDB keeps in memory',
  'lib:logging handlers': 'the handlers of loggers'
};

/** DF504: settings of the process that another step made. */
export function stateUsed(
  where: Where,
  step: string,
  earlier: string,
  { key, isCarried }: StateKind,
  cause: Where
): Diagnostic {
  const what = STATES[key] ?? `the settings of ${key.replace(/^lib:/, '')}`;
  return finding(
    'DF504',
    isCarried ? 'info' : 'warning',
    where,
    isCarried
      ? `${stepWord(step)} uses ${what} set in ${stepWord(earlier)}, so it waits for it.`
      : `${stepWord(step)} uses ${what} set in ${stepWord(earlier)} and waits for it; these settings end with the process of a step.`,
    {
      hint: 'Move the setting to an imports cell, which every step repeats.',
      related: here('The setting is made here.', cause)
    }
  );
}

/** DF520: a figure that another step has drawn. */
export function figureUsed(
  where: Where,
  step: string,
  earlier: string,
  cause: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF520',
    'warning',
    where,
    `${stepWord(step)} goes on with the current figure of ${stepWord(earlier)}; figures end with the process of a step.`,
    {
      fixes,
      hint: 'Keep the figure in a variable (fig = plt.gcf()), or merge the steps.',
      related: here('The figure was last drawn here.', cause)
    }
  );
}

/** DF505: a module that was changed inside the process of one step. */
export function modulePatched(
  where: Where,
  change: string,
  step: string,
  use: Where | null,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF505',
    'error',
    where,
    `\`${change}\` changes a module inside its own process; step ${stepWord(step)} will not see it.`,
    {
      fixes,
      hint: `Move the change to an imports cell, or repeat it in ${stepWord(step)}.`,
      related: here(`${stepWord(step)} uses it here.`, use)
    }
  );
}

/** DF505: what a module of the workspace keeps is not handed on. */
export function moduleForgets(
  where: Where,
  { path, module }: { readonly path: string; readonly module: string },
  names: readonly string[],
  step: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  const kept = names.map(name => `\`${name}\``).join(', ');
  return finding(
    'DF505',
    'warning',
    where,
    `\`${path}\` changes ${kept} of module \`${module}\`; step ${stepWord(step)} begins with the module as it is in its file.`,
    {
      fixes,
      hint: 'Let the function take and return the value, or keep it in the notebook.'
    }
  );
}

/** DF510: a step that waits because of a file. */
export function fileUsed(
  where: Where,
  step: string,
  earlier: string,
  { path, isRead }: { readonly path: string; readonly isRead: boolean },
  cause: Where
): Diagnostic {
  return finding(
    'DF510',
    'info',
    where,
    isRead
      ? `${stepWord(step)} uses \`${path}\`, written by ${stepWord(earlier)}.`
      : `${stepWord(step)} writes \`${path}\`, which ${stepWord(earlier)} uses before.`,
    { related: here(`${stepWord(earlier)} uses the file here.`, cause) }
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

/** DF511: a command whose files cannot be seen. */
export function commandHidesFiles(where: Where, command: string): Diagnostic {
  const [line = ''] = command.split('\n');
  const shown = line.length > 60 ? `${line.slice(0, 59)}…` : line;
  return finding(
    'DF511',
    'warning',
    where,
    `\`${shown}\` may use files that cannot be seen here; steps that use them too may not wait.`,
    {
      hint: 'Do it in Python with constant paths, or add a prev tag to the steps that use these files: steps that wait see them.'
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
