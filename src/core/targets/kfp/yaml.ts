import { stringify } from 'yaml';

import type { KfpDocuments } from './document';

// KFP reads with YAML 1.1, where `yes`, `on` and `012` mean something else than text.
const OPTIONS = {
  version: '1.1',
  lineWidth: 0,
  aliasDuplicateObjects: false,
  sortMapEntries: true
} as const;

/** The documents as one YAML text; keys are sorted, so that equal content gives equal bytes. */
export function toYaml({ pipeline, platform }: KfpDocuments): string {
  const first = stringify(pipeline, OPTIONS);
  return platform ? `${first}---\n${stringify(platform, OPTIONS)}` : first;
}
