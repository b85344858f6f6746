import type { Diagnostic, Fix, Where } from '../diagnostic';
import { finding, here, stepWord } from './build';

/** DF801: a parameter that cannot be given from outside. */
export function parameterNotLiteral(
  where: Where,
  name: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF801',
    'error',
    where,
    `\`${name}\` is not a literal, so no other value can be given from outside.`,
    {
      fixes,
      hint: 'Use a number, text, True, False, a list or a dict; compute the rest in a step.'
    }
  );
}

/** DF801: a statement that is no parameter. */
export function parameterStatement(
  where: Where,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF801',
    'error',
    where,
    'Only assignments of literals make parameters; this statement is something else.',
    { fixes, hint: 'Move it to a step or to an imports cell.' }
  );
}

/** DF802: a step that gives a parameter another value. */
export function parameterReplaced(
  where: Where,
  { name, step }: { readonly name: string; readonly step: string },
  isChange: boolean,
  first: Where | null,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF802',
    'warning',
    where,
    `Step ${stepWord(step)} ${isChange ? 'changes' : 'replaces'} the parameter \`${name}\`; later steps see the new value.`,
    {
      hint: isChange
        ? 'Change a copy of it.'
        : 'Give the new value another name.',
      related: here('The parameter is here.', first),
      fixes
    }
  );
}

/** DF802: a parameter that another parameters cell sets below a step that reads it. */
export function parameterSetAgain(
  where: Where,
  name: string,
  step: string
): Diagnostic {
  return finding(
    'DF802',
    'warning',
    where,
    `The parameter \`${name}\` is set again below step ${stepWord(step)}, which gets this value too.`,
    {
      hint: 'A run has one value for each parameter. Use two names, or set it once.'
    }
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
export function parameterUnused(
  where: Where,
  name: string,
  fixes: readonly Fix[] = []
): Diagnostic {
  return finding(
    'DF806',
    'info',
    where,
    `Parameter \`${name}\` is used nowhere.`,
    { fixes }
  );
}

/** DF902: the interpreter has other names in a cell than the analysis. */
export function misread(
  where: Where | null,
  {
    bound,
    read
  }: { readonly bound: readonly string[]; readonly read: readonly string[] }
): Diagnostic {
  const listed = (names: readonly string[]) => names.join(', ') || 'none';
  return finding(
    'DF902',
    'error',
    where,
    `Python reads this cell differently (bound: ${listed(bound)}; read: ${listed(read)}).`,
    { hint: 'Please report it; the run is blocked.' }
  );
}

/** DF901: text that is no Python. */
export function syntaxError(where: Where, message: string): Diagnostic {
  const stop = message.endsWith('?') ? '' : '.';
  return finding('DF901', 'error', where, `Syntax error: ${message}${stop}`);
}
