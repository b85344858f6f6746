import { EngineError } from '../../client/engine-client';
import type {
  CodeKind,
  Inspection,
  Snapshot,
  SnapshotEntry
} from '../../core/api/types';
import { byteText, table, visible } from '../printing';
import type { Here } from './session';
import * as texts from './texts';

/** Entries to ask for at once. */
const PAGE = 50_000;

/** What of each kind is named when not all is asked for. */
const NAMED = 5;

type Code = Inspection['code'][number];

/** An entry at the top of a snapshot; a folder with all that is in it. */
export interface TopEntry {
  readonly path: string;
  readonly kind: SnapshotEntry['kind'];
  readonly files: number;
  readonly bytes: number;
  readonly target: string | null;
}

/** What a snapshot holds. */
export interface Contents {
  readonly entries: readonly SnapshotEntry[];
  /** What of it could run code once it is opened; null when that cannot be told. */
  readonly code: readonly Code[] | null;
  /** Why it cannot be told; else empty. */
  readonly why: string;
}

/** Looks at all files of a snapshot. */
export async function contentsOf(
  { client, scope }: Omit<Here, 'interrupts'>,
  { id, url }: Snapshot
): Promise<Contents> {
  const entries: SnapshotEntry[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const page = { recursive: true, offset, limit: PAGE };
    const { items, next } = await client.snapshots.folder(scope, id, page);
    entries.push(...items);
    offset = next;
  }
  try {
    const { code } = await client.snapshots.inspect(scope, url);
    return { entries, code, why: '' };
  } catch (reason) {
    // It was taken all the same, and is shown.
    if (reason instanceof EngineError) {
      const { detail, hint = '' } = reason.problem;
      return { entries, code: null, why: `${detail} ${hint}`.trim() };
    }
    throw reason;
  }
}

/** Entries at the top, folders with what is in them added up. */
export function topOf(entries: readonly SnapshotEntry[]): readonly TopEntry[] {
  const tops = new Map<string, TopEntry>();
  for (const { path, kind, size, target } of entries) {
    const [top = '', ...inner] = path.split('/');
    const known = tops.get(top);
    // As a manifest counts them: a link is none.
    const isFile = kind === 'file';
    tops.set(top, {
      path: top,
      kind: inner.length > 0 ? 'folder' : kind,
      files: (known?.files ?? 0) + (isFile ? 1 : 0),
      bytes: (known?.bytes ?? 0) + (size ?? 0),
      target: inner.length > 0 ? null : target
    });
  }
  return [...tops.values()];
}

/** As {@link topOf} gives them, or every entry with `isAll`. */
export function filesText(
  entries: readonly SnapshotEntry[],
  isAll: boolean
): readonly string[] {
  if (entries.length === 0) {
    return [];
  }
  if (isAll) {
    // Too many for a table, whose columns are measured.
    return entries.map(
      ({ path, kind, size, target }) =>
        `${(size === null ? '' : byteText(size)).padStart(8)}  ${nameOf(path, kind, target)}`
    );
  }
  const rows = topOf(entries).map(({ path, kind, files, bytes, target }) => [
    nameOf(path, kind, target),
    kind === 'folder' ? texts.filesText(files) : '',
    kind === 'link' ? '' : byteText(bytes)
  ]);
  return [table(texts.filesHead(), rows)];
}

/** What could run code, a line for each kind. */
export function codeText(
  { code, why }: Pick<Contents, 'code' | 'why'>,
  isAll: boolean
): readonly string[] {
  if (code === null) {
    return [texts.codeUnknown(why)];
  }
  const kinds = new Set(code.map(({ kind }) => kind));
  return kinds.size === 0
    ? []
    : [
        texts.codeHead(),
        ...[...kinds].map(kind => `  ${kindText(kind, code, isAll)}`)
      ];
}

function kindText(
  kind: CodeKind,
  code: readonly Code[],
  isAll: boolean
): string {
  const all = code.filter(item => item.kind === kind).map(codeName);
  const shown = isAll ? all : all.slice(0, NAMED);
  return texts.codeOfKind(kind, shown, all.length - shown.length);
}

/** Of cells there is how many, or what of others is run. */
function isCount(detail: string): boolean {
  return /^\d+$/.test(detail);
}

function codeName({ kind, path, detail }: Code): string {
  if (path === null) {
    return kind === 'cells' && isCount(detail)
      ? texts.cellsText(Number(detail))
      : visible(detail);
  }
  const name = visible(path);
  return detail === '' ? name : `${name} (${detail})`;
}

function nameOf(
  path: string,
  kind: SnapshotEntry['kind'],
  target: string | null
): string {
  const name = visible(path);
  switch (kind) {
    case 'folder':
      return `${name}/`;
    case 'link':
      return `${name} -> ${visible(target ?? '')}`;
    case 'file':
      return name;
  }
}
