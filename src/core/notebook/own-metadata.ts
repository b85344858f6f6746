import type { Diagnostic, Where } from '../diagnostic';
import type { Json } from '../immutable';
import { unknownKey } from '../messages/cells';
import { malformedMetadata, newerMetadata } from '../messages/notebook';
import type { Outcome } from '../phase';
import {
  isObject,
  isTextRecord,
  numberOf,
  textOf,
  type JsonObject
} from './json';
import { isQuantity, isVariableName } from './tags';
import type {
  Resources,
  RetryPolicy,
  SecretVariable,
  StepSettings
} from './types';

/** Key of our part of cell and notebook metadata. */
export const METADATA_KEY = 'kalette';

/** Version of the metadata that is written. */
export const METADATA_VERSION = 1;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Our part of a metadata object; `null` when it is absent or not an object. */
export function ownMetadata(
  metadata: JsonObject,
  where: Where | null
): Outcome<JsonObject | null> {
  const own = metadata[METADATA_KEY];
  if (own === undefined) {
    return { value: null, diagnostics: [] };
  }
  if (!isObject(own)) {
    const problem = malformedMetadata(where, METADATA_KEY, 'an object');
    return { value: null, diagnostics: [problem] };
  }
  return { value: own, diagnostics: judgeVersion(own['version'], where) };
}

function judgeVersion(
  version: Json | undefined,
  where: Where | null
): readonly Diagnostic[] {
  if (version === undefined) {
    return [];
  }
  if (typeof version !== 'number') {
    const path = `${METADATA_KEY}.version`;
    return [malformedMetadata(where, path, 'a number')];
  }
  return version > METADATA_VERSION ? [newerMetadata(where, METADATA_KEY)] : [];
}

/** The settings in a cell's metadata; whatever cannot be understood is reported at the cell. */
export function readCellMetadata(
  metadata: JsonObject,
  where: Where
): Outcome<StepSettings> {
  const own = ownMetadata(metadata, where);
  if (own.value === null) {
    return { value: {}, diagnostics: own.diagnostics };
  }
  const held = settingsOfMetadata(own.value, where);
  // A newer version may have keys that are right, and has been reported as such.
  const isNewer = own.diagnostics.some(({ code }) => code === 'NB14');
  const unknown = Object.keys(own.value).filter(key => !isKnown(key));
  return {
    value: held.value,
    diagnostics: [
      ...own.diagnostics,
      ...held.diagnostics,
      ...(isNewer
        ? []
        : unknown.map(key => unknownKey(METADATA_KEY, key, where)))
    ]
  };
}

function isKnown(key: string): boolean {
  return key === 'version' || key === 'ignore' || Object.hasOwn(READERS, key);
}

/**
 * Step settings as metadata hold them. A value of the wrong kind is reported and left out;
 * keys that are not settings are nobody's business here.
 */
export function settingsOfMetadata(
  own: JsonObject,
  where: Where | null,
  path: string = METADATA_KEY
): Outcome<StepSettings> {
  const diagnostics: Diagnostic[] = [];
  const value: Mutable<StepSettings> = {};
  for (const key of Object.keys(READERS) as (keyof StepSettings)[]) {
    const given = own[key];
    if (given === undefined || given === null) {
      continue;
    }
    const { expected, read } = READERS[key];
    const result = read(given);
    if (result === undefined) {
      diagnostics.push(malformedMetadata(where, `${path}.${key}`, expected));
    } else {
      Object.assign(value, { [key]: result });
    }
  }
  return { value, diagnostics };
}

type Readers = {
  readonly [K in keyof StepSettings]-?: {
    readonly expected: string;
    readonly read: (value: unknown) => StepSettings[K] | undefined;
  };
};

const READERS: Readers = {
  image: { expected: 'a text', read: textOf },
  cache: {
    expected: 'true or false',
    read: value => (typeof value === 'boolean' ? value : undefined)
  },
  timeoutSeconds: {
    expected: 'a number of seconds above 0',
    read: value => numberOf(value, Number.MIN_VALUE)
  },
  retry: {
    expected: 'a retry policy with `times` from 0 to 10',
    read: readRetry
  },
  resources: { expected: 'a set of resources', read: readResources },
  environment: {
    expected: 'an object of texts by variable name',
    read: value =>
      isTextRecord(value) && Object.keys(value).every(isVariableName)
        ? value
        : undefined
  },
  secrets: { expected: 'a list of secrets', read: readSecrets },
  labels: {
    expected: 'an object of texts',
    read: value => (isTextRecord(value) ? value : undefined)
  },
  annotations: {
    expected: 'an object of texts',
    read: value => (isTextRecord(value) ? value : undefined)
  }
};

const MOST_RETRIES = 10;

function readRetry(value: unknown): RetryPolicy | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const times = numberOf(value['times'], 0);
  if (times === undefined || !Number.isInteger(times) || times > MOST_RETRIES) {
    return undefined;
  }
  const seconds = numberOf(value['seconds'], 0);
  const factor = numberOf(value['factor'], 1);
  const maxSeconds = numberOf(value['maxSeconds'], 0);
  return {
    times,
    ...(seconds !== undefined && { seconds }),
    ...(factor !== undefined && { factor }),
    ...(maxSeconds !== undefined && { maxSeconds })
  };
}

function readResources(value: unknown): Resources | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { cpu, memory, gpu, other } = value;
  const amount = (given: unknown): string | undefined =>
    typeof given === 'string' && isQuantity(given) ? given : undefined;
  const isWhole =
    (cpu === undefined || amount(cpu)) &&
    (memory === undefined || amount(memory)) &&
    (gpu === undefined || readGpu(gpu)) &&
    (other === undefined || isTextRecord(other));
  if (!isWhole) {
    return undefined;
  }
  const [cores, bytes, gpus] = [amount(cpu), amount(memory), readGpu(gpu)];
  return {
    ...(cores && { cpu: cores }),
    ...(bytes && { memory: bytes }),
    ...(gpus && { gpu: gpus }),
    ...(isTextRecord(other) && { other })
  };
}

function readGpu(value: unknown): Resources['gpu'] | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const type = textOf(value['type']);
  const count = numberOf(value['count'], 1);
  return type && count && Number.isInteger(count) ? { type, count } : undefined;
}

function readSecrets(value: unknown): readonly SecretVariable[] | undefined {
  const list = Array.isArray(value) ? value.map(readSecret) : [undefined];
  const whole = list.filter(item => item !== undefined);
  return whole.length === list.length ? whole : undefined;
}

function readSecret(value: unknown): SecretVariable | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const secret = textOf(value['secret']);
  const key = textOf(value['key']);
  const variable = textOf(value['variable']);
  return secret && key && variable && isVariableName(variable)
    ? { secret, key, variable }
    : undefined;
}
