import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { useLab } from '../../ui/lab-context';
import { DiffLines } from './DiffLines';
import { type Version, versionWords } from './file-versions';
import type { ILineDifference } from './line-difference';

/** Reads a file on both sides of a comparison. */
export type ReadVersions = (
  path: string
) => Promise<{ readonly before: Version; readonly after: Version }>;

interface IFileDifferenceProps {
  readonly path: string;
  /** What the sides are called, such as "Now". */
  readonly before: string;
  readonly after: string;
  /** One function for as long as the sides are the same: a new one reads again. */
  readonly read: ReadVersions;
}

interface IFound {
  readonly before: Version;
  readonly after: Version;
  /** `null` where a side is no text. */
  readonly lines: ILineDifference | null;
}

/** How a file differs from itself: lines that one side has, among those that both have. */
export function FileDifference(props: IFileDifferenceProps): JSX.Element {
  const { path, read } = props;
  const { trans } = useLab();
  const [found, setFound] = React.useState<IFound | null>(null);
  React.useEffect(() => {
    let isCurrent = true;
    setFound(null);
    void compare(path, read).then(versions => {
      if (isCurrent) {
        setFound(versions);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [path, read]);
  return (
    <div
      className="jp-KaletteDiff"
      role="group"
      aria-label={trans.__('How %1 differs', path)}
    >
      {found ? (
        <Difference {...props} found={found} />
      ) : (
        <p className="jp-KaletteHint">{trans.__('Reading…')}</p>
      )}
    </div>
  );
}

async function compare(path: string, read: ReadVersions): Promise<IFound> {
  const { before, after } = await read(path);
  const [old, now] = [textIn(before), textIn(after)];
  if (old === null || now === null) {
    return { before, after, lines: null };
  }
  const { lineDifference } = await import('./line-difference');
  return { before, after, lines: await lineDifference(old, now) };
}

/** A file that is not there differs by all that the other side has. */
function textIn(version: Version): string | null {
  return version.kind === 'text'
    ? version.text
    : version.kind === 'none'
      ? ''
      : null;
}

function Difference(
  props: IFileDifferenceProps & { readonly found: IFound }
): JSX.Element {
  const { path, found } = props;
  const { before, after, lines } = found;
  const { trans } = useLab();
  const names = {
    before: sideWords(props.before, before, trans),
    after: sideWords(props.after, after, trans)
  };
  if (!lines) {
    return (
      <dl className="jp-KaletteDiff-sides">
        {(['before', 'after'] as const).map(side => (
          <div key={side}>
            <dt>{names[side]}</dt>
            <dd>{versionWords(found[side], trans)}</dd>
          </div>
        ))}
      </dl>
    );
  }
  if (lines.parts.length === 0) {
    return <p className="jp-KaletteHint">{sameWords(before, after, trans)}</p>;
  }
  return (
    <DiffLines
      lines={lines}
      before={names.before}
      after={names.after}
      label={path}
    />
  );
}

function sideWords(
  name: string,
  version: Version,
  trans: TranslationBundle
): string {
  if (version.kind === 'none') {
    return trans.__('%1: not there', name);
  }
  return version.kind === 'text' && version.isUnsaved === true
    ? trans.__('%1, not saved', name)
    : name;
}

/** Why two versions have the same lines. */
function sameWords(
  before: Version,
  after: Version,
  trans: TranslationBundle
): string {
  if (before.kind !== 'text' || after.kind !== 'text') {
    return trans.__('The file is empty.');
  }
  if (before.content === after.content) {
    return before.isNotebook
      ? trans.__('Cells, outputs and metadata are the same.')
      : trans.__('The text is the same.');
  }
  return before.isNotebook && after.isNotebook
    ? trans.__('The cells are the same; outputs or metadata differ.')
    : trans.__('The lines are the same; only their ends differ.');
}
