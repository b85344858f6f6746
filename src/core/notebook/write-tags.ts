import type { Json } from '../immutable';
import { isGpu } from './gpu';
import { isObject, type JsonObject } from './json';
import { METADATA_VERSION } from './own-metadata';
import { readTag, ROLE_TAGS, type TagMeaning } from './tags';
import type { Resources, Role, StepName, StepSettings } from './types';

/**
 * Tags with the cell's role changed; `null` takes away the role and all that goes with it.
 * Other tags keep their text and order. A step needs a name; other roles ignore it.
 */
export function setRole(
  tags: readonly string[],
  role: Role | null,
  name?: StepName
): readonly string[] {
  if (role === null) {
    return tags.filter(tag => FOREIGN_KINDS.has(readTag(tag).kind));
  }
  if (role === 'step' && name === undefined) {
    throw new Error('A step needs a name.');
  }
  const tag = role === 'step' ? `step:${name}` : ROLE_TAGS[role];
  return replaceGroup(tags, ROLE_KINDS, [tag], sameRole);
}

/** Tags that name exactly these steps to wait for, one `prev:` tag each. */
export function setPrev(
  tags: readonly string[],
  steps: readonly StepName[]
): readonly string[] {
  const present = tags.flatMap(tag => {
    const meaning = readTag(tag);
    return meaning.kind === 'prev' ? meaning.names : [];
  });
  const isSame =
    present.length === steps.length &&
    steps.every(step => present.includes(step));
  return isSame
    ? tags
    : replaceGroup(
        tags,
        new Set(['prev']),
        steps.map(step => `prev:${step}`)
      );
}

/** Tags after a step is renamed: its own cells' names and every `prev:` that names it. */
export function renameStep(
  tags: readonly string[],
  from: StepName,
  to: StepName
): readonly string[] {
  return tags.map(tag => {
    const meaning = readTag(tag);
    if (meaning.kind !== 'step' && meaning.kind !== 'prev') {
      return tag;
    }
    if (!meaning.names.includes(from)) {
      return tag;
    }
    const colon = tag.indexOf(':') + 1;
    const rest = tag
      .slice(colon)
      .split(/([:;])/)
      .map(part => (part === from ? to : part));
    return tag.slice(0, colon) + rest.join('');
  });
}

/** Tags and our own cell metadata; metadata `null` when nothing is left to keep. */
export interface WrittenSettings {
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
}

/**
 * Tags and metadata that say exactly `settings`: tags for what Kale's grammar holds, our
 * metadata for the rest. `metadata` is the cell's `kalette` value; its other keys are kept.
 */
export function setSettings(
  tags: readonly string[],
  metadata: unknown,
  settings: StepSettings
): WrittenSettings {
  const written = TAG_GROUPS.reduce(
    (list, { kinds, tagsOf }) => replaceGroup(list, kinds, tagsOf(settings)),
    tags
  );
  return { tags: written, metadata: writeMetadata(metadata, settings) };
}

type Kinds = ReadonlySet<TagMeaning['kind']>;

const ROLE_KINDS: Kinds = new Set(['role', 'step', 'notebook']);
const FOREIGN_KINDS: Kinds = new Set(['foreign', 'malformed', 'report']);

interface TagGroup {
  readonly kinds: Kinds;
  readonly tagsOf: (settings: StepSettings) => readonly string[];
}

const TAG_GROUPS: readonly TagGroup[] = [
  {
    kinds: new Set(['image']),
    tagsOf: ({ image }) => (image === undefined ? [] : [`image:${image}`])
  },
  {
    kinds: new Set(['limit']),
    tagsOf: ({ resources }) => limitsOf(resources ?? {})
  },
  {
    kinds: new Set(['cache']),
    tagsOf: ({ cache }) =>
      cache === undefined ? [] : [`cache:${cache ? 'enabled' : 'disabled'}`]
  },
  {
    kinds: new Set(['label']),
    tagsOf: ({ labels }) => pairs('label', labels)
  },
  {
    kinds: new Set(['annotation']),
    tagsOf: ({ annotations }) => pairs('annotation', annotations)
  },
  {
    kinds: new Set(['secret']),
    tagsOf: ({ secrets }) =>
      (secrets ?? []).map(
        ({ secret, key, variable }) => `secret:${secret}:${key}:${variable}`
      )
  }
];

function pairs(
  word: string,
  record: Readonly<Record<string, string>> | undefined
): readonly string[] {
  return Object.entries(record ?? {}).map(
    ([key, value]) => `${word}:${key}:${value}`
  );
}

function limitsOf({ cpu, memory, gpu, other }: Resources): readonly string[] {
  return [
    ...(cpu === undefined ? [] : [`limit:cpu:${cpu}`]),
    ...(memory === undefined ? [] : [`limit:memory:${memory}`]),
    ...(gpu && isGpu(gpu.type, String(gpu.count))
      ? [`limit:${gpu.type}:${gpu.count}`]
      : []),
    ...pairs('limit', other)
  ];
}

/**
 * Takes the tags of some kinds out, except wanted ones that are there already, and puts the
 * missing ones where the first of them stood, else at the end.
 */
function replaceGroup(
  tags: readonly string[],
  kinds: Kinds,
  wanted: readonly string[],
  isSame: (present: string, wish: string) => boolean = (a, b) => a === b
): readonly string[] {
  const missing = [...wanted];
  const kept: string[] = [];
  let place = -1;
  for (const tag of tags) {
    if (!kinds.has(readTag(tag).kind)) {
      kept.push(tag);
      continue;
    }
    const found = missing.findIndex(wish => isSame(tag, wish));
    if (found >= 0) {
      missing.splice(found, 1);
      kept.push(tag);
      place = kept.length;
    } else if (place < 0) {
      place = kept.length;
    }
  }
  kept.splice(place < 0 ? kept.length : place, 0, ...missing);
  return kept;
}

/** Old spellings of a role stay as they are when they say the same. */
function sameRole(present: string, wish: string): boolean {
  const [a, b] = [readTag(present), readTag(wish)];
  if (a.kind === 'role' && b.kind === 'role') {
    return a.role === b.role;
  }
  return (
    a.kind === 'step' &&
    b.kind === 'step' &&
    a.names.length === 1 &&
    a.names[0] === b.names[0]
  );
}

/** Settings that our metadata hold because no tag can. */
const METADATA_KEYS = ['retry', 'timeoutSeconds', 'environment'] as const;

/** Settings that metadata may hold, but tags hold when we write. */
const TAG_KEYS = [
  'image',
  'resources',
  'cache',
  'labels',
  'annotations',
  'secrets'
] as const;

function writeMetadata(
  metadata: unknown,
  settings: StepSettings
): JsonObject | null {
  const before = isObject(metadata) ? metadata : {};
  const ours = new Set<string>([...METADATA_KEYS, ...TAG_KEYS, 'version']);
  const foreign = Object.entries(before).filter(([key]) => !ours.has(key));
  const held = METADATA_KEYS.flatMap(key =>
    settings[key] === undefined ? [] : [[key, settings[key]] as const]
  );
  const gpu = heldGpu(settings.resources);
  const entries: readonly (readonly [string, Json])[] = [
    ...foreign,
    ...(held as readonly (readonly [string, Json])[]),
    ...gpu
  ];
  if (entries.length === 0) {
    return null;
  }
  const version = before['version'] ?? METADATA_VERSION;
  return { ...Object.fromEntries(entries), version };
}

/** A GPU whose type no `limit:` tag would bring back as one. */
function heldGpu(
  resources: Resources | undefined
): readonly (readonly [string, Json])[] {
  const gpu = resources?.gpu;
  return gpu && !isGpu(gpu.type, String(gpu.count))
    ? [['resources', { gpu: { ...gpu } }]]
    : [];
}
