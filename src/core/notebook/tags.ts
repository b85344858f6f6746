import type { Role, SecretVariable } from './types';

/** What one tag says, in the grammar of Kale 0.3 to 2.3 and papermill's `parameters`. */
export type TagMeaning =
  | { readonly kind: 'role'; readonly role: Exclude<Role, 'step'> }
  | { readonly kind: 'step'; readonly names: readonly string[] }
  | { readonly kind: 'prev'; readonly names: readonly string[] }
  | { readonly kind: 'limit'; readonly key: string; readonly value: string }
  | { readonly kind: 'label'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'annotation';
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'cache'; readonly enabled: boolean }
  | { readonly kind: 'report'; readonly enabled: boolean }
  | { readonly kind: 'secret'; readonly secret: SecretVariable }
  | { readonly kind: 'notebook'; readonly name: string }
  /** One of ours by its prefix, but what follows breaks the grammar. */
  | { readonly kind: 'malformed'; readonly about: 'name' | 'setting' }
  | { readonly kind: 'foreign' };

/** The tag that is written for each role but `step`. */
export const ROLE_TAGS: Readonly<Record<Exclude<Role, 'step'>, string>> = {
  parameters: 'pipeline-parameters',
  metrics: 'pipeline-metrics',
  imports: 'imports',
  functions: 'functions',
  skip: 'skip'
};

const ROLE_WORDS: ReadonlyMap<string, Exclude<Role, 'step'>> = new Map([
  ['parameters', 'parameters'],
  ['pipeline-parameters', 'parameters'],
  ['pipeline-metrics', 'metrics'],
  ['imports', 'imports'],
  ['functions', 'functions'],
  ['skip', 'skip']
]);

const STEP_NAME = /^[_a-z][_a-z0-9-]*$/;
const QUANTITY =
  /^\+?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FOREIGN: TagMeaning = { kind: 'foreign' };
const BAD_NAME: TagMeaning = { kind: 'malformed', about: 'name' };
const BAD_SETTING: TagMeaning = { kind: 'malformed', about: 'setting' };

/** True for a name that a step can have. */
export function isStepName(text: string): boolean {
  return STEP_NAME.test(text);
}

/** True for an amount as Kubernetes writes it: `2`, `500m`, `4Gi`. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** True for a name that an environment variable can have. */
export function isVariableName(text: string): boolean {
  return VARIABLE.test(text);
}

/** Reads one tag; anything that is not ours by word or prefix is `foreign`. */
export function readTag(tag: string): TagMeaning {
  const role = ROLE_WORDS.get(tag);
  if (role) {
    return { kind: 'role', role };
  }
  const colon = tag.indexOf(':');
  return colon < 0
    ? FOREIGN
    : readPrefixed(tag.slice(0, colon), tag.slice(colon + 1));
}

function readPrefixed(prefix: string, rest: string): TagMeaning {
  switch (prefix) {
    case 'step':
      return readNames('step', rest, /;/);
    case 'block':
      return readNames('step', rest, /;/);
    case 'prev':
      return readNames('prev', rest, /[:;]/);
    case 'limit':
      return readPair('limit', rest, isQuantity);
    case 'label':
      return readPair('label', rest, () => true);
    case 'annotation':
      return readPair('annotation', rest, () => true);
    case 'image':
      return rest.trim() === ''
        ? BAD_SETTING
        : { kind: 'image', image: rest.trim() };
    case 'cache':
      return readSwitch('cache', rest);
    case 'report':
      return readSwitch('report', rest);
    case 'secret':
      return readSecret(rest);
    case 'notebook':
      return readNotebookTag(rest);
    default:
      return FOREIGN;
  }
}

function readNames(
  kind: 'step' | 'prev',
  rest: string,
  separator: RegExp
): TagMeaning {
  const names = rest.split(separator).filter(name => name !== '');
  return names.every(isStepName) ? { kind, names } : BAD_NAME;
}

function readPair(
  kind: 'limit' | 'label' | 'annotation',
  rest: string,
  isValue: (value: string) => boolean
): TagMeaning {
  const colon = rest.indexOf(':');
  const key = rest.slice(0, colon);
  const value = rest.slice(colon + 1);
  return colon > 0 && isValue(value) ? { kind, key, value } : BAD_SETTING;
}

function readSwitch(kind: 'cache' | 'report', rest: string): TagMeaning {
  return rest === 'enabled' || rest === 'disabled'
    ? { kind, enabled: rest === 'enabled' }
    : BAD_SETTING;
}

function readSecret(rest: string): TagMeaning {
  const [secret, key, variable, ...more] = rest.split(':');
  const isWhole =
    secret && key && variable && more.length === 0 && isVariableName(variable);
  return isWhole
    ? { kind: 'secret', secret: { secret, key, variable } }
    : BAD_SETTING;
}

function readNotebookTag(rest: string): TagMeaning {
  if (rest === '') {
    return { kind: 'step', names: [] };
  }
  return isStepName(rest) ? { kind: 'notebook', name: rest } : BAD_NAME;
}

/** True when the tag gives the cell a role by itself; a step tag without a name does not. */
export function isRoleTag(tag: string): boolean {
  const meaning = readTag(tag);
  return (
    meaning.kind === 'role' ||
    meaning.kind === 'notebook' ||
    (meaning.kind === 'step' && meaning.names.length > 0)
  );
}
