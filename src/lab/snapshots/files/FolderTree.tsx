import * as React from 'react';

import { EngineError } from '../../../client/engine-client';
import type { SnapshotEntry, SnapshotFolder } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import type { Version } from './file-versions';
import { FileText } from './FileText';

/** Where the folders and files of a tree are read. */
export interface ITreeSource {
  readonly folder: (path: string, offset: number) => Promise<SnapshotFolder>;
  readonly file: (path: string) => Promise<Version>;
}

interface IFolderTreeProps {
  readonly source: ITreeSource;
  /** Empty for the root. */
  readonly path?: string;
}

/** What a folder holds; those in it are read once they are opened. */
export function FolderTree(props: IFolderTreeProps): JSX.Element {
  const { source, path = '' } = props;
  const { trans } = useLab();
  const { items, next, refused, more } = useFolder(source, path);
  return (
    <>
      {refused !== null && <p className="jp-KaletteHint">{refused}</p>}
      {items?.length === 0 && (
        <p className="jp-KaletteHint">{trans.__('The folder is empty.')}</p>
      )}
      <ul className="jp-KaletteTree">
        {items?.map(entry =>
          entry.kind === 'folder' ? (
            <Folder key={entry.path} entry={entry} source={source} />
          ) : (
            <File key={entry.path} entry={entry} source={source} />
          )
        )}
      </ul>
      {next !== null && (
        <button type="button" className="jp-KaletteLink" onClick={more}>
          {trans.__('Show more')}
        </button>
      )}
    </>
  );
}

interface IRead {
  /** `null` until it was read. */
  readonly items: readonly SnapshotEntry[] | null;
  readonly next: number | null;
  /** Why it could not be read. */
  readonly refused: string | null;
}

const UNREAD: IRead = { items: null, next: null, refused: null };

function useFolder(
  source: ITreeSource,
  path: string
): IRead & { readonly more: () => void } {
  const [read, setRead] = React.useState(UNREAD);
  const isGone = React.useRef(false);
  const load = async (offset: number, known: readonly SnapshotEntry[]) => {
    const page = await pageOf(source, path, offset);
    if (!isGone.current) {
      const items = page.items ? [...known, ...page.items] : null;
      setRead({ ...page, items: items ?? (offset > 0 ? known : null) });
    }
  };
  React.useEffect(() => {
    isGone.current = false;
    void load(0, []);
    return () => {
      isGone.current = true;
    };
  }, [source, path]);
  return {
    ...read,
    more: () => void load(read.next ?? 0, read.items ?? [])
  };
}

async function pageOf(
  source: ITreeSource,
  path: string,
  offset: number
): Promise<IRead> {
  try {
    return { ...(await source.folder(path, offset)), refused: null };
  } catch (error) {
    if (!(error instanceof EngineError)) {
      throw error;
    }
    return { ...UNREAD, refused: error.problem.detail };
  }
}

interface IEntryProps {
  readonly entry: SnapshotEntry;
  readonly source: ITreeSource;
}

function nameOf({ path }: SnapshotEntry): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function Folder(props: IEntryProps): JSX.Element {
  const { entry, source } = props;
  const [isOpen, setOpen] = React.useState(false);
  return (
    <li>
      <button
        type="button"
        className="jp-KaletteTree-row jp-mod-folder"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>{`${nameOf(entry)}/`}</span>
      </button>
      {isOpen && <FolderTree source={source} path={entry.path} />}
    </li>
  );
}

function File(props: IEntryProps): JSX.Element {
  const { entry, source } = props;
  const { path, size, target } = entry;
  const [version, setVersion] = React.useState<Version | null>(null);
  const text = target === null ? nameOf(entry) : `${nameOf(entry)} → ${target}`;
  return (
    <li>
      <button
        type="button"
        className="jp-KaletteTree-row"
        aria-expanded={version !== null}
        disabled={entry.kind === 'link'}
        title={path}
        onClick={() => {
          if (version) {
            setVersion(null);
          } else {
            void source.file(path).then(setVersion);
          }
        }}
      >
        <span>{text}</span>
        {size !== null && (
          <span className="jp-KaletteMeta">{formatBytes(size)}</span>
        )}
      </button>
      {version && <FileText path={path} version={version} />}
    </li>
  );
}
