import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Inspection } from '../../../core/api/types';
import { formatBytes, readSnapshotUrl } from '../../../core/view';
import { Banner, Button, Skeleton } from '../../ui/controls';
import { errorIcon, infoIcon, warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { CodeList } from './CodeList';
import type { ConsentModel } from './consent-model';
import { ConsentProblem } from './ConsentProblem';
import { FileChanges } from '../files/FileChanges';
import { Progress } from '../operation/Progress';
import { SnapshotFacts } from '../page/SnapshotFacts';
import type { ReadVersions } from '../files/FileDifference';
import { ConsentButtons } from './ConsentButtons';
import { KernelLoss } from './KernelLoss';
import { LostSecrets } from './LostSecrets';
import { Unsaved } from './Unsaved';
import { VariableTiers } from './VariableTiers';
import { WhereTo } from './WhereTo';
import { isTrustedSigner } from '../words';

/** More files than these are shown only when asked for. */
const SHOWN = 8;

interface IConsentPageProps {
  readonly model: ConsentModel;
  readonly read: ReadVersions;
  /** Asks whose key it is. */
  readonly onTrust: () => void;
}

/** What there is to know before a snapshot is opened; only the last button opens it. */
export function ConsentPage(props: IConsentPageProps): JSX.Element {
  const { model, read, onTrust } = props;
  const { trans } = useLab();
  const { phase, inspection, operation } = model.state;
  const head = React.useRef<HTMLHeadingElement>(null);
  React.useEffect(() => head.current?.focus(), []);
  // Nothing is said of whose it is until that is known.
  const isOwn = (inspection?.snapshot.signer.state ?? 'own') === 'own';
  return (
    <div className="jp-KaletteConsent">
      <header>
        <h1 ref={head} tabIndex={-1}>
          {isOwn
            ? trans.__('Open a snapshot?')
            : trans.__('Open a shared snapshot?')}
        </h1>
        <p className="jp-KaletteMuted">{stateWords(model, trans)}</p>
      </header>
      {phase === 'unread' && (
        <p className="jp-KaletteMono">{readSnapshotUrl(model.url).url}</p>
      )}
      {phase === 'reading' && <Skeleton />}
      {inspection && (
        <SnapshotFacts inspection={inspection} onTrust={onTrust} />
      )}
      <Refusal model={model} />
      {inspection && phase === 'asking' && (
        <Choices model={model} inspection={inspection} read={read} />
      )}
      {phase === 'working' && operation ? (
        <Progress operation={operation} onCancel={() => void model.cancel()} />
      ) : (
        <ConsentButtons model={model} />
      )}
    </div>
  );
}

/** What has been done so far. */
function stateWords(
  { state: { phase, inspection } }: ConsentModel,
  trans: TranslationBundle
): string {
  if (phase === 'unread') {
    return trans.__(
      'The link leads to another machine. Nothing has been asked of it yet, and nothing fetched, written or run.'
    );
  }
  if (phase === 'working') {
    return trans.__('Until it is done, Cancel leaves all as it was.');
  }
  return inspection === null
    ? trans.__('Nothing has been written or run.')
    : trans.__(
        'Only this list has been fetched. Nothing has been written or run.'
      );
}

/** Why a link is asked of nobody. */
function badLinkWords(url: string, trans: TranslationBundle): string {
  if (url.includes('sha256:')) {
    return trans.__(
      'The digest in this link is not whole, so its content cannot be checked. Copy the whole link, or ask for one made with Copy URL.'
    );
  }
  return /^snap[:+]/.test(url)
    ? trans.__(
        'This link has no digest, so its content cannot be checked. Ask for a link made with Copy URL.'
      )
    : trans.__(
        'This is no link of a snapshot: those begin with snap: or snap+ and end with sha256: and 64 digits and letters. Copy one with Copy URL.'
      );
}

function Refusal(props: { readonly model: ConsentModel }): JSX.Element | null {
  const { model } = props;
  const { phase, problem, inspection } = model.state;
  const { trans } = useLab();
  if (readSnapshotUrl(model.url).digest === null) {
    return (
      <Banner tone="error" icon={errorIcon}>
        <p>{badLinkWords(model.url, trans)}</p>
        <p className="jp-KaletteMono">{model.url}</p>
      </Banner>
    );
  }
  if (problem) {
    return (
      <ConsentProblem
        problem={problem}
        actions={
          phase === 'refused' && (
            <Button
              kind="small"
              label={trans.__('Check again')}
              onClick={() => void model.look()}
            />
          )
        }
      />
    );
  }
  return phase === 'refused' && inspection ? (
    <Banner tone="error" icon={errorIcon}>
      {trans.__(
        'The signature does not match what is signed: somebody changed the snapshot, or it is damaged. It is not opened.'
      )}
    </Banner>
  ) : null;
}

interface IChoicesProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
  readonly read: ReadVersions;
}

function Choices(props: IChoicesProps): JSX.Element {
  const { model, inspection, read } = props;
  const { trans } = useLab();
  const { to, keep, unsaved, problem } = model.state;
  const { here, links, fetch, free, snapshot, isHere } = inspection;
  const isTrusted = isTrustedSigner(snapshot.signer);
  const [isListed, setListed] = React.useState(false);
  // What goes over the files of the workspace is not to be agreed to unseen.
  React.useEffect(() => setListed(to === 'here'), [to]);
  return (
    <>
      <WhereTo
        model={model}
        inspection={inspection}
        isListed={isListed}
        onList={() => setListed(!isListed)}
      />
      {to === 'here' && <LostSecrets diff={here} kept={keep} />}
      {to === 'here' && <Unsaved paths={unsaved} problem={problem} />}
      {to === 'here' && <KernelLoss state={model.state} />}
      {isListed && here.items.length > 0 && (
        <div className="jp-KaletteFrame">
          <FileChanges
            diff={here}
            before={trans.__('Now')}
            after={trans.__('In the snapshot')}
            read={isHere ? read : null}
            limit={SHOWN}
            {...(to === 'here' && {
              kept: keep,
              onKeep: (path: string) => model.toggleKept(path)
            })}
          />
        </div>
      )}
      <CodeList model={model} inspection={inspection} />
      <VariableTiers model={model} inspection={inspection} />
      {links.length > 0 && !isTrusted && (
        <Banner tone="info" icon={infoIcon}>
          {trans._n(
            '%1 link points outside the folder and is left out:',
            '%1 links point outside the folder and are left out:',
            links.length
          )}{' '}
          <span className="jp-KaletteMono">
            {links
              .map(({ path, target }) =>
                target === '' ? path : `${path} → ${target}`
              )
              .join(', ')}
          </span>
        </Banner>
      )}
      {fetch + snapshot.bytes > free && (
        <Banner tone="warn" icon={warningIcon}>
          {trans.__(
            'It takes %1 and %2 are free. Make room first.',
            formatBytes(fetch + snapshot.bytes),
            formatBytes(free)
          )}
        </Banner>
      )}
    </>
  );
}
