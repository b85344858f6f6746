import type { CodeKind, Inspection, Snapshot } from '../../../core/api/types';
import * as messages from '../../messages';
import type { StateRecord } from '../variables/state';
import type { WireInspection } from '../service/wire';

type Hazards = Pick<WireInspection, 'hazards' | 'moreHazards'>;

/** True when who made the snapshot may run code here anyway. */
export function isOwn({ signer }: Pick<Snapshot, 'signer'>): boolean {
  return signer.state === 'own' || signer.state === 'trusted';
}

/** Kinds of files that run by themselves; the others are no files. */
export const FILE_KINDS = ['startup', 'environment', 'hook'] as const;

export type FileKind = (typeof FILE_KINDS)[number];

/** Kinds of files that nobody agreed to: they are left out. */
export function withheldKinds(
  snapshot: Pick<Snapshot, 'signer'>,
  allow: readonly CodeKind[]
): readonly FileKind[] {
  return isOwn(snapshot)
    ? []
    : FILE_KINDS.filter(kind => !allow.includes(kind));
}

/**
 * All that could run code once a snapshot is opened: files, cells, and objects that are read.
 * `canView`: the files are here, so that they can be looked at.
 */
export function codeOf(
  { hazards, moreHazards }: Hazards,
  { definitions, sources }: StateRecord,
  { state }: Pick<Snapshot, 'state'>,
  canView: boolean
): Inspection['code'] {
  const files = hazards.map(({ path, kind, hides }) => ({
    kind,
    path,
    detail: hides === null ? '' : messages.hidesModule(hides),
    canView
  }));
  const objects = state.flatMap(({ name, tier }) =>
    tier === 'trusted' ? name : []
  );
  const unseen = { path: null, canView: false };
  return [
    ...files,
    ...(moreHazards === 0
      ? []
      : [
          {
            ...unseen,
            kind: 'startup' as const,
            detail: messages.moreHazards(moreHazards)
          }
        ]),
    ...[
      definitions.length === 0 ? [] : String(definitions.length),
      sources.length === 0 ? [] : messages.definedInSteps(sources.length)
    ]
      .flat()
      .map(detail => ({ ...unseen, kind: 'cells' as const, detail })),
    ...(objects.length === 0
      ? []
      : [
          {
            ...unseen,
            kind: 'variables' as const,
            detail: objects.join(', ')
          }
        ])
  ];
}
