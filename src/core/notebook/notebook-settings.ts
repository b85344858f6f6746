import type { Diagnostic } from '../diagnostic';
import { unknownKey } from '../messages/cells';
import { malformedMetadata, pipelineNameChanged } from '../messages/notebook';
import type { Outcome } from '../phase';
import { isObject, textOf, type JsonObject } from './json';
import { settingsOfKale } from './kale-metadata';
import { readLearned } from './learned';
import { METADATA_KEY, ownMetadata, settingsOfMetadata } from './own-metadata';
import type { NotebookSettings } from './types';

const KNOWN = new Set([
  'version',
  'name',
  'description',
  'target',
  'image',
  'cache',
  'defaults',
  'workspace',
  'study',
  'facts'
]);
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST_NAME = 128;

/** Settings of the whole notebook: our metadata, where it is silent Kale's, else the file name. */
export function readNotebookSettings(
  metadata: JsonObject,
  fileName: string
): Outcome<NotebookSettings> {
  const kale = settingsOfKale(metadata);
  const own = ownMetadata(metadata, null);
  const ours = own.value ? readOwn(own.value) : { value: {}, diagnostics: [] };
  const { name: given, ...settings } = {
    defaults: {},
    ...kale.value,
    ...ours.value
  };
  const name = pipelineName(given ?? stem(fileName));
  const renamed =
    given !== undefined && given !== name
      ? [pipelineNameChanged(given, name)]
      : [];
  return {
    value: { ...settings, name },
    diagnostics: [
      ...kale.diagnostics,
      ...own.diagnostics,
      ...ours.diagnostics,
      ...renamed
    ]
  };
}

/** The nearest legal name of a pipeline: lower case letters, digits and `-`. */
export function pipelineName(text: string): string {
  if (NAME.test(text) && text.length <= LONGEST_NAME) {
    return text;
  }
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'pipeline' : name;
}

function stem(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1);
  return base.replace(/\.ipynb$/i, '');
}

function readOwn(own: JsonObject): Outcome<Partial<NotebookSettings>> {
  const diagnostics: Diagnostic[] = Object.keys(own)
    .filter(key => !KNOWN.has(key))
    .map(key => unknownKey(METADATA_KEY, key));
  const text = (key: 'name' | 'description' | 'target' | 'image') => {
    const given = own[key];
    const value = textOf(given);
    if (given !== undefined && given !== '' && value === undefined) {
      diagnostics.push(
        malformedMetadata(null, `${METADATA_KEY}.${key}`, 'a text')
      );
    }
    return value === undefined ? {} : { [key]: value };
  };
  const { cache } = own;
  if (cache !== undefined && typeof cache !== 'boolean') {
    diagnostics.push(
      malformedMetadata(null, `${METADATA_KEY}.cache`, 'true or false')
    );
  }
  const defaults = readDefaults(own['defaults']);
  return {
    value: {
      ...text('name'),
      ...text('description'),
      ...text('target'),
      ...text('image'),
      ...(typeof cache === 'boolean' && { cache }),
      ...defaults.value,
      ...learnedOf(own)
    },
    diagnostics: [...diagnostics, ...defaults.diagnostics]
  };
}

function learnedOf(own: JsonObject): Pick<NotebookSettings, 'learned'> {
  const learned = readLearned(own);
  return Object.keys(learned).length > 0 ? { learned } : {};
}

function readDefaults(
  value: unknown
): Outcome<Pick<Partial<NotebookSettings>, 'defaults'>> {
  const path = `${METADATA_KEY}.defaults`;
  if (value === undefined) {
    return { value: {}, diagnostics: [] };
  }
  if (!isObject(value)) {
    const problem = malformedMetadata(null, path, 'an object');
    return { value: {}, diagnostics: [problem] };
  }
  const read = settingsOfMetadata(value, null, path);
  return { value: { defaults: read.value }, diagnostics: read.diagnostics };
}
