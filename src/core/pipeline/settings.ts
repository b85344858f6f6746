import type { StepSettings } from '../notebook/types';

/** Settings where `own` overrides `base`: field by field, and name by name within maps. */
export function mergeSettings(
  base: StepSettings,
  own: StepSettings
): StepSettings {
  const merged: StepSettings = { ...base, ...own };
  return {
    ...merged,
    ...(base.resources || own.resources
      ? { resources: { ...base.resources, ...own.resources } }
      : {}),
    ...(base.environment || own.environment
      ? { environment: { ...base.environment, ...own.environment } }
      : {}),
    ...(base.labels || own.labels
      ? { labels: { ...base.labels, ...own.labels } }
      : {}),
    ...(base.annotations || own.annotations
      ? { annotations: { ...base.annotations, ...own.annotations } }
      : {}),
    ...(base.secrets || own.secrets
      ? { secrets: [...(base.secrets ?? []), ...(own.secrets ?? [])] }
      : {})
  };
}
