import type { StepSettings } from '../../core/notebook/types';

/** What each part of the settings' form gets: all of them, and how to change one. */
export interface ISettingsPart {
  readonly settings: StepSettings;
  /** Replaces one setting; `undefined` takes it away. */
  readonly set: <K extends keyof StepSettings>(
    key: K,
    value: StepSettings[K] | undefined
  ) => void;
}
