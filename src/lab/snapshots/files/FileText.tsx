import * as React from 'react';

import { useLab } from '../../ui/lab-context';
import { type Version, versionWords } from './file-versions';

interface IFileTextProps {
  readonly path: string;
  readonly version: Version;
}

/** What a file holds; in words where it is no text. */
export function FileText(props: IFileTextProps): JSX.Element {
  const { path, version } = props;
  const { trans } = useLab();
  return version.kind === 'text' ? (
    <pre className="jp-KaletteText" tabIndex={0} aria-label={path}>
      {version.text}
    </pre>
  ) : (
    <p className="jp-KaletteHint">{versionWords(version, trans)}</p>
  );
}
