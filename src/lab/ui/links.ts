import type { TranslationBundle } from '@jupyterlab/translation';

import type { Where } from '../../core/diagnostic';
import type { Cause, Link } from '../../core/flow/explain/types';
import { stepTitle } from './words';

/** What happens at a line, and in which step: "changed in clean". */
export function linkWords(
  { kind, step }: Link,
  trans: TranslationBundle
): string {
  const title = step === null ? null : stepTitle(step, trans);
  switch (kind) {
    case 'made':
      return title === null
        ? trans.__('set in the parameters')
        : trans.__('made in %1', title);
    case 'changed':
      return trans.__('changed in %1', title ?? '');
    case 'read':
      return trans.__('read in %1', title ?? '');
    case 'written':
      return trans.__('written in %1', title ?? '');
    case 'opened':
      return trans.__('used in %1', title ?? '');
    case 'set':
      return trans.__('set in %1', title ?? '');
    case 'used':
      return trans.__('used in %1', title ?? '');
    case 'tagged':
      return trans.__('tagged at %1', title ?? '');
  }
}

/** "cell 3, line 2", counted from 1. */
export function placeWords(
  { index, start }: Where,
  trans: TranslationBundle
): string {
  return start
    ? trans.__('cell %1, line %2', index + 1, start.line)
    : trans.__('cell %1', index + 1);
}

/** What a step waits for, with code between backticks: "the file `a.csv`". */
export function causeWords(
  { kind, subject }: Cause,
  trans: TranslationBundle
): string {
  switch (kind) {
    case 'variable':
      return `\`${subject}\``;
    case 'file':
      return trans.__('the file `%1`', subject);
    case 'tag':
      return trans.__('the tag `%1`', subject);
    case 'state':
      return stateWords(subject, trans);
  }
}

function stateWords(key: string, trans: TranslationBundle): string {
  const [kind, what = ''] = key.split(/:(.*)/);
  switch (kind) {
    case 'rng':
      return trans.__('the random numbers of `%1`', what);
    case 'env':
      return trans.__('the environment variables');
    case 'lib':
      return trans.__('the settings of `%1`', what);
    default:
      return what === 'cwd'
        ? trans.__('the working folder')
        : trans.__('`%1` of the process', what);
  }
}
