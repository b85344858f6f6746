import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatBytes } from '../../../core/view';
import { useLab } from '../../ui/lab-context';
import type { Version } from './file-versions';

/** Reads a file on both sides of a comparison. */
export type ReadVersions = (
  path: string
) => Promise<{ readonly before: Version; readonly after: Version }>;

interface ITwoVersionsProps {
  readonly path: string;
  /** What the left side is called, such as "Now". */
  readonly before: string;
  readonly after: string;
  /** One function for as long as the sides are the same: a new one reads again. */
  readonly read: ReadVersions;
}

type Versions = Awaited<ReturnType<ReadVersions>>;

/** A file beside itself: how it is, and how it would be. */
export function TwoVersions(props: ITwoVersionsProps): JSX.Element {
  const { path, before, after, read } = props;
  const [versions, setVersions] = React.useState<Versions | null>(null);
  React.useEffect(() => {
    let isCurrent = true;
    void read(path).then(found => {
      if (isCurrent) {
        setVersions(found);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [path, read]);
  return (
    <div className="jp-KaletteVersions" role="group" aria-label={path}>
      <Side title={before} version={versions?.before ?? null} />
      <Side title={after} version={versions?.after ?? null} />
    </div>
  );
}

interface ISideProps {
  readonly title: string;
  /** `null` until it was read. */
  readonly version: Version | null;
}

function Side(props: ISideProps): JSX.Element {
  const { title, version } = props;
  const { trans } = useLab();
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {version?.kind === 'text' ? (
        <pre tabIndex={0} aria-label={title}>
          {version.text}
        </pre>
      ) : (
        <p className="jp-KaletteHint">
          {version ? versionWords(version, trans) : trans.__('Reading…')}
        </p>
      )}
    </figure>
  );
}

function versionWords(
  version: Exclude<Version, { readonly kind: 'text' }>,
  trans: TranslationBundle
): string {
  switch (version.kind) {
    case 'none':
      return trans.__('The file is not there.');
    case 'binary':
      return trans.__('This is no text.');
    case 'large':
      return trans.__('%1 is too much to show.', formatBytes(version.bytes));
    case 'refused':
      return version.detail;
  }
}
