import * as React from 'react';

import type { Snapshot, SnapshotSummary } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { Banner, Button, Skeleton } from '../../ui/controls';
import { pinIcon, warningIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { ProblemBanner } from '../../ui/ProblemBanner';
import { FileChanges } from '../files/FileChanges';
import { FolderTree } from '../files/FolderTree';
import { SignerTag } from './SnapshotFacts';
import { NOW, type SnapshotPageModel } from './snapshot-page-model';
import type { ReadVersions } from '../files/FileDifference';
import { Variables } from './Variables';
import { shortDigest } from '../digests';
import { CopyUrl, keepArgs, OpenSnapshot } from '../SnapshotButtons';
import { momentWords, takenWords, whichWords } from '../words';

interface ISnapshotPageProps {
  readonly model: SnapshotPageModel;
  readonly read: ReadVersions;
}

/** One snapshot: what it holds, how it differs, and what can be done with it. */
export function SnapshotPage(props: ISnapshotPageProps): JSX.Element {
  const { model, read } = props;
  const { snapshot, problem } = model.state;
  if (!snapshot) {
    return problem ? <ProblemBanner problem={problem} /> : <Skeleton />;
  }
  return (
    <>
      <Bar
        snapshot={snapshot}
        all={model.all}
        notebook={model.list.scope.notebook}
      />
      <Facts snapshot={snapshot} />
      <div className="jp-KalettePage-body">
        {problem && <ProblemBanner problem={problem} />}
        <Torn snapshot={snapshot} />
        <div className="jp-KaletteCols">
          <Files model={model} read={read} />
          <Variables snapshot={snapshot} path={model.list.scope.notebook} />
        </div>
        <All model={model} />
        <Left snapshot={snapshot} />
      </div>
    </>
  );
}

interface IBarProps {
  /** Those of the workspace. */
  readonly all: readonly SnapshotSummary[];
  readonly snapshot: Snapshot;
  /** Path of the notebook whose workspace it is. */
  readonly notebook: string;
}

function Bar(props: IBarProps): JSX.Element {
  const { snapshot, all, notebook } = props;
  const { trans, execute } = useLab();
  const { id, kept, runNumber } = snapshot;
  return (
    <header className="jp-KaletteBar">
      <h1>{momentWords(snapshot, trans, all)}</h1>
      {runNumber !== null && (
        <span className="jp-KaletteMuted">{trans.__('run %1', runNumber)}</span>
      )}
      <span className="jp-KaletteMuted">{takenWords(snapshot, all)}</span>
      <span className="jp-KaletteMuted jp-KaletteMono" title={id}>
        {shortDigest(id)}
      </span>
      <div className="jp-KaletteBar-actions">
        <CopyUrl kind="plain" snapshot={snapshot} />
        <Button
          kind="plain"
          icon={pinIcon}
          label={kept === null ? trans.__('Keep…') : trans.__('Kept: %1', kept)}
          onClick={() =>
            execute(CommandIDs.keepSnapshot, keepArgs(snapshot, notebook))
          }
        />
        <OpenSnapshot snapshot={snapshot} to="new" notebook={notebook} />
        <OpenSnapshot
          kind="accept"
          snapshot={snapshot}
          to="here"
          notebook={notebook}
        />
      </div>
    </header>
  );
}

function Facts(props: { readonly snapshot: Snapshot }): JSX.Element {
  const { snapshot } = props;
  const { trans } = useLab();
  const { files, bytes, state, python, consistency, added, signer } = snapshot;
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [
      trans.__('Files'),
      trans.__('%1, %2', files.toLocaleString(), formatBytes(bytes))
    ],
    [
      trans.__('Variables'),
      state.length === 0
        ? trans.__('none')
        : trans.__('%1, %2', state.length, formatBytes(snapshot.stateBytes))
    ],
    ...(python === null ? [] : [[trans.__('Python'), python] as const]),
    [trans.__('Consistency'), consistency],
    [trans.__('Stored'), trans.__('%1 new', formatBytes(added))],
    [trans.__('Signature'), <SignerTag key="signer" signer={signer} />]
  ];
  return (
    <dl className="jp-KaletteFactLine">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Torn(props: { readonly snapshot: Snapshot }): JSX.Element | null {
  const { torn } = props.snapshot;
  const { trans } = useLab();
  return torn.length === 0 ? null : (
    <Banner tone="warn" icon={warningIcon}>
      {trans._n(
        '%1 file changed while it was read, so it may be half old and half new:',
        '%1 files changed while they were read, so they may be half old and half new:',
        torn.length
      )}{' '}
      <span className="jp-KaletteMono">{torn.join(', ')}</span>
    </Banner>
  );
}

function Files(props: ISnapshotPageProps): JSX.Element {
  const { model, read } = props;
  const { trans } = useLab();
  const { diff, other } = model.state;
  const chosen = model.others.find(({ id }) => id === other);
  const before = chosen
    ? whichWords(chosen, trans, model.all)
    : trans.__('Now');
  return (
    <section className="jp-KalettePane">
      <h2>
        {trans.__('Files that differ')}
        <label>
          {trans.__('compared with')}{' '}
          <select
            className="jp-KaletteInput"
            data-compare=""
            value={other}
            onChange={event => void model.compare(event.target.value)}
          >
            <option value={NOW}>{trans.__('now')}</option>
            {model.others.map(item => (
              <option key={item.id} value={item.id}>
                {trans.__(
                  '%1 · %2',
                  whichWords(item, trans, model.all),
                  takenWords(item, model.all)
                )}
              </option>
            ))}
          </select>
        </label>
      </h2>
      {diff ? (
        <>
          <p className="jp-KaletteHint">
            {diff.total === 0
              ? trans.__('No file differs.')
              : trans.__(
                  'From “%1” to this snapshot: A added, M changed, D removed.',
                  before
                )}
          </p>
          <FileChanges
            diff={diff}
            before={before}
            after={trans.__('In the snapshot')}
            read={read}
          />
        </>
      ) : (
        <Skeleton />
      )}
    </section>
  );
}

/** Everything that the snapshot holds. */
function All(props: { readonly model: SnapshotPageModel }): JSX.Element {
  const { model } = props;
  const { trans } = useLab();
  return (
    <section className="jp-KalettePane">
      <h2>{trans.__('All files')}</h2>
      <FolderTree source={model.tree} />
    </section>
  );
}

/** What stayed out of the snapshot, and why. */
function Left(props: { readonly snapshot: Snapshot }): JSX.Element | null {
  const { skipped, withheld, external } = props.snapshot;
  const { trans } = useLab();
  const parts = [
    [trans.__('Left out, for they look like secrets'), withheld],
    [trans.__('Of this machine, or a workspace of its own'), external],
    [trans.__('Could not be read'), skipped]
  ] as const;
  const some = parts.filter(([, paths]) => paths.length > 0);
  return some.length === 0 ? null : (
    <section className="jp-KalettePane">
      <h2>{trans.__('Not in it')}</h2>
      {some.map(([title, paths]) => (
        <details key={title} className="jp-KaletteLeft">
          <summary>
            {title} <small>{paths.length}</small>
          </summary>
          <p className="jp-KaletteMono">{paths.join(', ')}</p>
          {paths === withheld && (
            <p className="jp-KaletteMuted">
              {trans.__(
                'To take one along, write it into .snapshotignore, as in !%1.',
                paths[0]
              )}
            </p>
          )}
        </details>
      ))}
    </section>
  );
}
