import type { TranslationBundle } from '@jupyterlab/translation';

import type { Where } from '../../core/diagnostic';
import type { Cause, Link } from '../../core/flow/explain/types';
import type { DefinitionKind, Flow, StepFlow } from '../../core/flow/types';
import type { CarriedItem } from '../../core/view';
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

/** A file as it is called everywhere: its path from the notebook's folder, and that folder in words. */
export function fileName(path: string, trans: TranslationBundle): string {
  return path === '.' ? trans.__('the notebook’s folder') : path;
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
      return subject === '.'
        ? fileName(subject, trans)
        : trans.__('the file `%1`', subject);
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

/** Process state in few words, for where there is little room. */
export function stateName(key: string, trans: TranslationBundle): string {
  const [kind, what = ''] = key.split(/:(.*)/);
  switch (kind) {
    case 'rng':
      return trans.__('%1 random numbers', what);
    case 'env':
      return trans.__('environment');
    case 'lib':
      return trans.__('%1 settings', what);
    default:
      return what === 'cwd' ? trans.__('working folder') : what;
  }
}

/** What a step does with a file or with process state: "reads a.csv, written by load". */
export function carriedWords(
  { kind, name, from }: CarriedItem,
  side: 'inputs' | 'outputs',
  trans: TranslationBundle
): string {
  const title = from === null ? null : stepTitle(from, trans);
  const words = stateWords(name, trans).replace(/`/g, '');
  const file = fileName(name, trans);
  if (side === 'outputs') {
    return kind === 'file'
      ? trans.__('writes %1, which a later step reads', file)
      : trans.__('leaves %1 to later steps', words);
  }
  if (kind === 'state') {
    return trans.__('takes over %1 from %2', words, title ?? '');
  }
  return title === null
    ? trans.__('reads %1', file)
    : trans.__('reads %1, written by %2', file, title);
}

/** Where a step that waits for no other has what it reads from, with code between backticks. */
export function sourcesOf(
  { parameters, files, definitions }: StepFlow,
  flow: Flow,
  trans: TranslationBundle
): readonly string[] {
  const listed = (names: readonly string[]): string =>
    names.map(name => `\`${name}\``).join(', ');
  const kinds = new Map(flow.definitions.map(({ name, kind }) => [name, kind]));
  const has = (kind: DefinitionKind): boolean =>
    definitions.some(name => kinds.get(name) === kind);
  const single = definitions.filter(name => {
    const kind = kinds.get(name);
    return kind !== 'imports' && kind !== 'functions' && kind !== 'parameter';
  });
  const paths = files.filter(({ from }) => from === null);
  return [
    parameters.length > 0 ? trans.__('Parameters: %1', listed(parameters)) : '',
    has('imports') ? trans.__('The imports cell') : '',
    has('functions') ? trans.__('The functions cell') : '',
    single.length > 0
      ? trans.__('Repeated from other cells: %1', listed(single))
      : '',
    paths.length > 0
      ? trans.__(
          'Files that are there before the run: %1',
          paths
            .map(({ path }) =>
              path === '.' ? fileName(path, trans) : `\`${path}\``
            )
            .join(', ')
        )
      : ''
  ].filter(text => text !== '');
}
