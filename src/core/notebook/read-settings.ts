import type { Where } from '../diagnostic';
import { settingsDiffer } from '../messages/notebook';
import type { Outcome } from '../phase';
import { isGpu } from './gpu';
import type { TagMeaning } from './tags';
import type { Resources, SecretVariable, StepSettings } from './types';

/** Settings as one of the cells of a step gives them. */
export interface CellSettings {
  readonly where: Where;
  readonly settings: StepSettings;
}

const NO_SETTINGS: StepSettings = {};

/** What the tags of one cell say about how its step runs. */
export function settingsOfTags(tags: readonly TagMeaning[]): StepSettings {
  if (tags.length === 0) {
    // As almost all cells.
    return NO_SETTINGS;
  }
  const labels = new Map<string, string>();
  const annotations = new Map<string, string>();
  const limits = new Map<string, string>();
  const secrets: SecretVariable[] = [];
  let image: string | undefined;
  let cache: boolean | undefined;
  for (const tag of tags) {
    switch (tag.kind) {
      case 'label':
        setFirst(labels, tag);
        break;
      case 'annotation':
        setFirst(annotations, tag);
        break;
      case 'limit':
        setFirst(limits, tag);
        break;
      case 'secret':
        secrets.push(tag.secret);
        break;
      case 'image':
        image ??= tag.image;
        break;
      case 'cache':
        cache ??= tag.enabled;
        break;
      case 'role':
      case 'step':
      case 'prev':
      case 'report':
      case 'notebook':
      case 'malformed':
      case 'foreign':
        break;
    }
  }
  const resources = resourcesOf(limits);
  return {
    ...(image !== undefined && { image }),
    ...(cache !== undefined && { cache }),
    ...(resources && { resources }),
    ...(secrets.length > 0 && { secrets }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations.size > 0 && {
      annotations: Object.fromEntries(annotations)
    })
  };
}

function setFirst(
  map: Map<string, string>,
  { key, value }: { readonly key: string; readonly value: string }
): void {
  if (!map.has(key)) {
    map.set(key, value);
  }
}

/** Resources from amounts by Kubernetes' names; nothing when there are none. */
export function resourcesOf(
  limits: ReadonlyMap<string, string>
): Resources | undefined {
  if (limits.size === 0) {
    return undefined;
  }
  const cpu = limits.get('cpu');
  const memory = limits.get('memory');
  const gpu = [...limits].find(([type, count]) => isGpu(type, count));
  const other = [...limits].filter(
    ([type]) => type !== 'cpu' && type !== 'memory' && type !== gpu?.[0]
  );
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(gpu && { gpu: { type: gpu[0], count: Number(gpu[1]) } }),
    ...(other.length > 0 && { other: Object.fromEntries(other) })
  };
}

/** The settings of a step: all its cells count, and the first one where they disagree. */
export function mergeSettings(
  step: string,
  cells: readonly CellSettings[]
): Outcome<StepSettings> {
  const diagnostics = [];
  let value: StepSettings = {};
  for (const { where, settings } of cells) {
    if (!hasKeys(settings)) {
      continue;
    }
    const clash = hasKeys(value) ? disagreement(value, settings) : null;
    if (clash !== null) {
      diagnostics.push(settingsDiffer(where, step, clash));
    }
    value = overlay(settings, value);
  }
  return { value, diagnostics };
}

/** `top` where it says something, else `base`; named entries are merged one by one. */
export function overlay(base: StepSettings, top: StepSettings): StepSettings {
  if (!hasKeys(base) || !hasKeys(top)) {
    return hasKeys(base) ? base : top;
  }
  const merged = { ...base, ...top };
  const secrets = new Map(
    [...(base.secrets ?? []), ...(top.secrets ?? [])].map(
      secret => [secret.variable, secret] as const
    )
  );
  return {
    ...merged,
    ...(merged.resources && {
      resources: overlayResources(base.resources, top.resources)
    }),
    ...(merged.labels && { labels: { ...base.labels, ...top.labels } }),
    ...(merged.annotations && {
      annotations: { ...base.annotations, ...top.annotations }
    }),
    ...(merged.environment && {
      environment: { ...base.environment, ...top.environment }
    }),
    ...(secrets.size > 0 && { secrets: [...secrets.values()] })
  };
}

function overlayResources(
  base: Resources | undefined,
  top: Resources | undefined
): Resources {
  const other = { ...base?.other, ...top?.other };
  return { ...base, ...top, ...(hasKeys(other) && { other }) };
}

function hasKeys(record: object): boolean {
  return Object.keys(record).length > 0;
}

/** The first thing that both set to different values, in words; `null` when they agree. */
function disagreement(a: StepSettings, b: StepSettings): string | null {
  const left = facts(a);
  const found = [...facts(b)].find(([name, value]) => {
    const other = left.get(name);
    return other !== undefined && other !== value;
  });
  return found ? found[0] : null;
}

function facts(settings: StepSettings): ReadonlyMap<string, string> {
  const { resources, labels, annotations, environment, secrets, ...plain } =
    settings;
  const { gpu, other, ...amounts } = resources ?? {};
  const entries: [string, unknown][] = [
    ...Object.entries(plain),
    ...Object.entries(amounts),
    ...Object.entries({ ...other, ...(gpu && { [gpu.type]: gpu.count }) }),
    ...Object.entries(labels ?? {}).map(prefixed('label')),
    ...Object.entries(annotations ?? {}).map(prefixed('annotation')),
    ...Object.entries(environment ?? {}).map(prefixed('variable')),
    ...(secrets ?? []).map(({ variable, secret, key }): [string, unknown] => [
      `variable ${variable}`,
      [secret, key]
    ])
  ];
  return new Map(entries.map(([name, value]) => [name, JSON.stringify(value)]));
}

function prefixed(
  word: string
): (entry: [string, string]) => [string, unknown] {
  return ([name, value]) => [`${word} ${name}`, value];
}
