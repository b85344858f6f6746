import type { Named } from './left';
import { isInside } from './stale';
import type { KeptVariable } from './state';

/**
 * What was left as it was is taken from the file of the steps behind where others are in it, or
 * refer to it, that are alive too: it is the same value, and goes on being shared with them. Not so
 * where the step has these as well, in one file with it and with others that it made. Without such
 * ones that file says less: values that came apart meet again only in a class that both hold.
 */
export function together(
  own: Named,
  isSame: (name: string) => boolean,
  behind: Named
): Named {
  const made = new Set(
    own.variables.map(({ name }) => name).filter(name => !isSame(name))
  );
  const others = behind.variables.filter(({ name }) => !made.has(name));
  const isWith = (one: KeptVariable, { name }: KeptVariable) => {
    const others = own.variables.filter(other => haveInCommon(one, other));
    return (
      others.some(other => made.has(other.name)) &&
      others.some(other => other.name === name)
    );
  };
  const variables = own.variables.map(one => {
    const before = others.find(({ name }) => name === one.name && isSame(name));
    const isShared =
      before !== undefined &&
      others.some(
        other =>
          other !== before && haveInCommon(before, other) && !isWith(one, other)
      );
    return isShared ? before : one;
  });
  return { ...own, variables };
}

function haveInCommon(one: KeptVariable, other: KeptVariable): boolean {
  return isInside(one, other) || isInside(other, one);
}
