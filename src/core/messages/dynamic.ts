import type { Diagnostic, Fix, Where } from '../diagnostic';
import { finding, here, stepWord } from './build';

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

/** DF602: all names are asked for. */
export function namesListed(where: Where, call: string): Diagnostic {
  return finding(
    'DF602',
    'warning',
    where,
    `\`${call}\` goes through all names of the notebook; a step has only those that it uses.`,
    { hint: 'Keep the values in a dictionary.' }
  );
}

/** DF603: a magic that defines names. */
export function magicDefines(
  where: Where,
  magic: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF603',
    'warning',
    where,
    `\`${magic}\` defines names that cannot be seen here. Names not found elsewhere are taken from it.`,
    { fixes, hint: 'Import the module instead.' }
  );
}

/** DF604: a name that IPython binds by itself. */
export function resultByName(
  where: Where,
  name: string,
  step: string,
  shown: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF604',
    'warning',
    where,
    `\`${name}\` is the last displayed result of ${stepWord(step)}.`,
    {
      fixes,
      hint: 'Give the value a name of its own.',
      related: here('It is displayed here.', shown)
    }
  );
}

/** DF604: results by the number of the execution. */
export function resultByNumber(where: Where, name: string): Diagnostic {
  return finding(
    'DF604',
    'error',
    where,
    `\`${name}\` depends on when cells were run; a step counts its own.`,
    { hint: 'Give the value a name of its own.' }
  );
}

/** DF605: a question that nobody will answer. */
export function asksPerson(
  where: Where,
  call: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF605',
    'error',
    where,
    `\`${call}()\` waits for a person; a step has none.`,
    { fixes, hint: 'Make the value a parameter.' }
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
