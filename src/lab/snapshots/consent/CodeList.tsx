import * as React from 'react';

import type { CodeKind, Inspection } from '../../../core/api/types';
import { Marked } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { useShowAll } from '../../ui/use-show-all';
import { snapshotVersion, type Version } from '../files/file-versions';
import { FileText } from '../files/FileText';
import type { ConsentModel } from './consent-model';
import { codeWords } from '../words';

interface ICodeListProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
}

type Code = Inspection['code'];

/** More files of a kind than these are shown only when asked for. */
const SHOWN = 8;

/** What in a snapshot could run code, each kind with a switch and what is of it. */
export function CodeList(props: ICodeListProps): JSX.Element {
  const { model, inspection } = props;
  const { trans } = useLab();
  const { code, snapshot } = inspection;
  const { allow } = model.state;
  const kinds = [...new Set(code.map(({ kind }) => kind))];
  return (
    <fieldset className="jp-KaletteCode">
      <legend>
        <b>{trans.__('What could run code')}</b>
        <span className="jp-KaletteMuted">
          {code.length > 0 && allow.size === 0
            ? trans.__('off until you turn it on')
            : ''}
        </span>
      </legend>
      {code.length === 0 && (
        <p className="jp-KaletteHint">
          {trans.__('Nothing that Kalette knows of.')}
        </p>
      )}
      {kinds.map(kind => (
        <Kind
          key={kind}
          kind={kind}
          items={code.filter(item => item.kind === kind)}
          isOn={allow.has(kind)}
          onToggle={() => model.toggleCode(kind)}
          view={path =>
            snapshotVersion(model.client, model.scope, snapshot.id, path)
          }
        />
      ))}
      {snapshot.state.length > 0 &&
        snapshot.state.every(({ tier }) => tier === 'safe') && (
          <p className="jp-KaletteHint">
            {trans.__(
              'Variables saved as Python objects: none, all are plain data.'
            )}
          </p>
        )}
    </fieldset>
  );
}

interface IKindProps {
  readonly kind: CodeKind;
  /** All of the kind. */
  readonly items: Code;
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly view: (path: string) => Promise<Version>;
}

/** One switch for all of a kind, and below it the files that it is about. */
function Kind(props: IKindProps): JSX.Element {
  const { kind, items, isOn, onToggle, view } = props;
  const { trans } = useLab();
  const files = items.filter(({ path }) => path !== null);
  const others = items.filter(({ path }) => path === null);
  const { shown, showAll, list } = useShowAll(files, SHOWN);
  return (
    <div className="jp-KaletteCode-kind">
      <label>
        <input type="checkbox" checked={isOn} onChange={onToggle} />
        <span>{codeWords(kind, trans)}</span>
        {files.length > 0 && (
          <span className="jp-KaletteMuted">
            {trans._n('%1 file', '%1 files', files.length)}
          </span>
        )}
        {others.map(({ detail }) => (
          <span key={detail} className="jp-KaletteMuted">
            <Marked
              text={
                kind === 'cells' && /^\d+$/.test(detail)
                  ? trans._n('%1 cell', '%1 cells', Number(detail))
                  : detail
              }
            />
          </span>
        ))}
      </label>
      {files.length > 0 && (
        <ul ref={list}>
          {shown.map(item => (
            <Item key={item.path} item={item} view={view} />
          ))}
          {shown.length < files.length && (
            <li>
              <button
                type="button"
                className="jp-KaletteLink"
                onClick={showAll}
              >
                {trans.__('Show all %1', files.length)}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

interface IItemProps {
  readonly item: Code[number];
  readonly view: (path: string) => Promise<Version>;
}

function Item(props: IItemProps): JSX.Element {
  const { item, view } = props;
  const { path, detail, canView } = item;
  const { trans } = useLab();
  const [version, setVersion] = React.useState<Version | null>(null);
  return (
    <li className="jp-KaletteCode-item">
      <span>
        <span className="jp-KaletteMono">{path}</span>{' '}
        <span className="jp-KaletteMuted">
          <Marked text={detail} />
        </span>
      </span>
      {canView && path !== null && (
        <button
          type="button"
          className="jp-KaletteLink"
          aria-expanded={version !== null}
          aria-label={trans.__('View %1', path)}
          onClick={() => {
            if (version) {
              setVersion(null);
            } else {
              void view(path).then(setVersion);
            }
          }}
        >
          {version ? trans.__('Hide') : trans.__('View')}
        </button>
      )}
      {version && <FileText path={path ?? ''} version={version} />}
    </li>
  );
}
