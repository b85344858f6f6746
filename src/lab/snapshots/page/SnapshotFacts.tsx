import * as React from 'react';

import type { Inspection, Signer, Snapshot } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { errorIcon, warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { keyWords, middleOut } from '../digests';
import { momentWords, signerWords, timeWords } from '../words';

interface ISnapshotFactsProps {
  readonly inspection: Inspection;
  readonly onTrust: () => void;
}

/** Which snapshot it is, where it lies, who signed it and what it holds. */
export function SnapshotFacts(props: ISnapshotFactsProps): JSX.Element {
  const { inspection, onTrust } = props;
  const { trans } = useLab();
  const { snapshot, source } = inspection;
  const { notebook, runNumber, at, id } = snapshot;
  const origin = [
    notebook ?? '',
    runNumber === null ? '' : trans.__('run %1', runNumber)
  ].filter(part => part !== '');
  return (
    <dl className="jp-KaletteFacts">
      <dt>{trans.__('Snapshot')}</dt>
      <dd>
        <b>{momentWords(snapshot, trans)}</b>
        <span>{origin.join(', ')}</span>
        <span className="jp-KaletteMuted">{timeWords(at)}</span>
      </dd>
      <dt>{trans.__('From')}</dt>
      <dd>
        <span className="jp-KaletteMono">{source}</span>
      </dd>
      <dt>{trans.__('Digest')}</dt>
      <dd>
        <span className="jp-KaletteMono" title={id}>
          {middleOut(id)}
        </span>
        <span className="jp-KaletteMuted">
          {trans.__('every file is checked against it')}
        </span>
      </dd>
      <dt>{trans.__('Signature')}</dt>
      <dd>
        <SignerTag signer={snapshot.signer} />
        {snapshot.signer.key !== null && (
          <span
            className="jp-KaletteMono jp-KaletteMuted"
            title={snapshot.signer.key}
          >
            {trans.__('ed25519 %1', keyWords(snapshot.signer.key))}
          </span>
        )}
        {snapshot.signer.state === 'unknown' && (
          <button type="button" className="jp-KaletteLink" onClick={onTrust}>
            {trans.__('Trust this key…')}
          </button>
        )}
      </dd>
      <dt>{trans.__('Contains')}</dt>
      <dd>
        <Contents inspection={inspection} />
      </dd>
    </dl>
  );
}

const TONES: Readonly<Record<Signer['state'], string>> = {
  own: 'jp-mod-good',
  trusted: 'jp-mod-good',
  unknown: 'jp-mod-warn',
  unsigned: 'jp-mod-warn',
  invalid: 'jp-mod-bad'
};

/** How far the signature can be relied on. */
export function SignerTag(props: { readonly signer: Signer }): JSX.Element {
  const { state } = props.signer;
  const { trans } = useLab();
  const Icon =
    state === 'invalid'
      ? errorIcon
      : state === 'unknown' || state === 'unsigned'
        ? warningIcon
        : null;
  return (
    <span className={`jp-KaletteTag ${TONES[state]}`}>
      {Icon && <Icon.react tag="span" className="jp-KaletteIcon" />}
      {signerWords(state, trans)}
    </span>
  );
}

function Contents(props: { readonly inspection: Inspection }): JSX.Element {
  const { snapshot, fetch } = props.inspection;
  const { trans } = useLab();
  const { files, bytes, python } = snapshot;
  const room =
    fetch > 0
      ? trans._n(
          '%2 file, %3 (%4 to fetch)',
          '%2 files, %3 (%4 to fetch)',
          files,
          files.toLocaleString(),
          formatBytes(bytes),
          formatBytes(fetch)
        )
      : trans._n(
          '%2 file, %3',
          '%2 files, %3',
          files,
          files.toLocaleString(),
          formatBytes(bytes)
        );
  const parts = [
    room,
    variablesWords(snapshot, trans),
    python === null ? '' : trans.__('Python %1', python)
  ].filter(part => part !== '');
  return <>{parts.join(' · ')}</>;
}

function variablesWords(
  { state, stateBytes, missing }: Snapshot,
  trans: ReturnType<typeof useLab>['trans']
): string {
  const saved =
    state.length === 0
      ? ''
      : trans._n(
          '%1 variable, %2',
          '%1 variables, %2',
          state.length,
          formatBytes(stateBytes)
        );
  const others = state.filter(({ from }) => from !== undefined).length;
  const held =
    others === 0
      ? saved
      : trans.__('%1, %2 of them left by steps beside it', saved, others);
  if (missing.length === 0) {
    return held;
  }
  return saved === ''
    ? trans._n('%1 variable missing', '%1 variables missing', missing.length)
    : trans.__('%1 (%2 more missing)', held, missing.length);
}
