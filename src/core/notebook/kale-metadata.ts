import type { Diagnostic } from '../diagnostic';
import { unknownKey } from '../messages/cells';
import { malformedMetadata } from '../messages/notebook';
import type { Outcome } from '../phase';
import {
  isObject,
  isTextRecord,
  numberOf,
  textOf,
  type JsonObject
} from './json';
import { overlay, resourcesOf, settingsOfTags } from './read-settings';
import { readTag } from './tags';
import type { NotebookSettings, StepSettings } from './types';

/** Key of Kale's part of notebook metadata. */
export const KALE_KEY = 'kubeflow_notebook';

/** Every key that a version of Kale from 0.3 to 2.3 writes. */
const KNOWN = new Set(
  (
    'abs_working_dir autosnapshot base_image deploy_config docker_image enable_caching ' +
    'experiment experiment_name katib_metadata katib_run kfp_host marshal_path marshal_volume ' +
    'notebook_path output_path pipeline_description pipeline_name security_context ' +
    'snapshot_volumes steps_defaults storage_class_name timeout volume_access_mode volumes'
  ).split(' ')
);

/** What Kale's metadata say of the whole notebook. The name is as written, not yet checked. */
export function settingsOfKale(
  metadata: JsonObject
): Outcome<Partial<NotebookSettings>> {
  const kale = metadata[KALE_KEY];
  if (kale === undefined) {
    return { value: {}, diagnostics: [] };
  }
  if (!isObject(kale)) {
    const problem = malformedMetadata(null, KALE_KEY, 'an object');
    return { value: {}, diagnostics: [problem] };
  }
  const defaults = readDefaults(kale['steps_defaults']);
  const name = textOf(kale['pipeline_name']);
  const description = textOf(kale['pipeline_description']);
  const image = textOf(kale['base_image']) ?? textOf(kale['docker_image']);
  const cache = kale['enable_caching'];
  return {
    value: {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(image !== undefined && { image }),
      ...(typeof cache === 'boolean' && { cache }),
      defaults: defaults.value
    },
    diagnostics: [
      ...Object.keys(kale)
        .filter(key => !KNOWN.has(key))
        .map(key => unknownKey(KALE_KEY, key)),
      ...defaults.diagnostics
    ]
  };
}

/** Kale 0.7 writes a list of tags, 2.x an object as well. */
function readDefaults(value: unknown): Outcome<StepSettings> {
  const path = `${KALE_KEY}.steps_defaults`;
  if (value === undefined || value === null) {
    return { value: {}, diagnostics: [] };
  }
  if (Array.isArray(value)) {
    const tags = value.map(tag =>
      typeof tag === 'string' ? readTag(tag) : ({ kind: 'foreign' } as const)
    );
    const diagnostics: readonly Diagnostic[] = tags.some(
      ({ kind }) => kind === 'foreign' || kind === 'malformed'
    )
      ? [malformedMetadata(null, path, 'a list of `limit:`, `label:` … tags')]
      : [];
    return { value: settingsOfTags(tags), diagnostics };
  }
  return isObject(value)
    ? { value: readDefaultsObject(value), diagnostics: [] }
    : {
        value: {},
        diagnostics: [malformedMetadata(null, path, 'a list or an object')]
      };
}

function readDefaultsObject(defaults: JsonObject): StepSettings {
  const { labels, annotations, limits, enable_caching: cache } = defaults;
  const times = numberOf(defaults['retry_count'], 1);
  const seconds = numberOf(defaults['retry_interval'], 0);
  const factor = numberOf(defaults['retry_factor'], 1);
  const maxSeconds = numberOf(defaults['retry_max_interval'], 0);
  const timeoutSeconds = numberOf(defaults['timeout'], Number.MIN_VALUE);
  const image = textOf(defaults['base_image']);
  const resources = isTextRecord(limits)
    ? resourcesOf(new Map(Object.entries(limits)))
    : undefined;
  return overlay(
    {},
    {
      ...(image !== undefined && { image }),
      ...(typeof cache === 'boolean' && { cache }),
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(times !== undefined && {
        retry: {
          times: Math.min(Math.trunc(times), 10),
          ...(seconds !== undefined && { seconds }),
          ...(factor !== undefined && { factor }),
          ...(maxSeconds !== undefined && { maxSeconds })
        }
      }),
      ...(resources && { resources }),
      ...(isTextRecord(labels) && { labels }),
      ...(isTextRecord(annotations) && { annotations })
    }
  );
}
