import type { SnapshotSummary } from '../api/types';

/** What can be told from the address of a snapshot without asking anybody. */
export interface SnapshotUrl {
  readonly url: string;
  /** `sha256:HEX`; `null` when the content could not be checked. */
  readonly digest: string | null;
}

const DIGEST = /[@#](sha256:[0-9a-f]{64})(?![0-9a-f])/;
const IN_LAB = /^https?:\/\/[^?#]*\?(?:[^#]*&)?snapshot=([^&#]+)/;

/** The address that others reach most likely: the place that it was published to last. */
export function urlToShare({
  url,
  published
}: Pick<SnapshotSummary, 'url' | 'published'>): string {
  return published.at(-1) ?? url;
}

/** Reads an address; also that of JupyterLab with a snapshot in it, as people pass it on. */
export function readSnapshotUrl(text: string): SnapshotUrl {
  const link = IN_LAB.exec(text.trim())?.[1];
  const url = link === undefined ? text.trim() : decode(link);
  return { url, digest: DIGEST.exec(url)?.[1] ?? null };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Path and search of an address without its snapshot; `null` when it has none. */
export function withoutSnapshot(
  address: string
): { readonly snapshot: string; readonly rest: string } | null {
  const found = /^([^?#]*)\?([^#]*)(#.*)?$/.exec(address);
  const [, path = '', search = '', hash = ''] = found ?? [];
  const parts = search.split('&');
  const part = parts.find(item => item.startsWith('snapshot='));
  if (part === undefined) {
    return null;
  }
  const others = parts.filter(item => item !== part).join('&');
  return {
    // A plus stands for itself: addresses are encoded as parts of a URI, not as a form.
    snapshot: decode(part.slice('snapshot='.length)),
    rest: `${path}${others === '' ? '' : `?${others}`}${hash}`
  };
}
