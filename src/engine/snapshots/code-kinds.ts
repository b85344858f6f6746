import type { CodeKind, Inspection, Snapshot } from '../../core/api/types';
import type { StateRecord } from './state';

/** True when who made the snapshot may run code here anyway. */
export function isOwn({ signer }: Pick<Snapshot, 'signer'>): boolean {
  return signer.state === 'own' || signer.state === 'trusted';
}

/** Of files that run by themselves, those of kinds that nobody agreed to. */
export function withheld(
  hazards: readonly string[],
  allow: readonly CodeKind[]
): string[] {
  return hazards.filter(path => !allow.includes(kindOf(path)));
}

/**
 * All that could run code once a snapshot is opened: files, cells, and objects that are read.
 * `canView`: the files are here, so that they can be looked at.
 */
export function codeOf(
  hazards: readonly string[],
  { definitions, sources }: StateRecord,
  { state }: Pick<Snapshot, 'state'>,
  canView: boolean
): Inspection['code'] {
  const files = hazards.map(path => ({
    kind: kindOf(path),
    path,
    detail: '',
    canView
  }));
  const objects = state.flatMap(({ name, tier }) =>
    tier === 'trusted' ? name : []
  );
  const cells = definitions.length + sources.length;
  const unseen = { path: null, canView: false };
  return [
    ...files,
    ...(cells === 0
      ? []
      : [{ ...unseen, kind: 'cells' as const, detail: String(cells) }]),
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

function kindOf(path: string): CodeKind {
  if (/(?:^|\/)\.git\/|\.vscode\/|\.idea\/|\.devcontainer\//.test(path)) {
    return 'hook';
  }
  return /(?:pyvenv\.cfg|\.pth|kernel\.json)$/.test(path)
    ? 'environment'
    : 'startup';
}
