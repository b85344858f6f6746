import * as React from 'react';

import type { CodeKind, Inspection } from '../../../core/api/types';
import { Marked } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { snapshotVersion, type Version } from '../files/file-versions';
import type { ConsentModel } from './consent-model';
import { codeWords } from '../words';

interface ICodeListProps {
  readonly model: ConsentModel;
  readonly inspection: Inspection;
}

/** What in a snapshot could run code, each kind with a switch, and a way to look at it. */
export function CodeList(props: ICodeListProps): JSX.Element {
  const { model, inspection } = props;
  const { trans } = useLab();
  const { code, snapshot } = inspection;
  const { allow } = model.state;
  const seen = new Set<CodeKind>();
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
      {code.map((item, place) => {
        const isFirst = !seen.has(item.kind);
        seen.add(item.kind);
        return (
          <Item
            key={place}
            item={item}
            isOn={allow.has(item.kind)}
            hasSwitch={isFirst}
            onToggle={() => model.toggleCode(item.kind)}
            view={path =>
              snapshotVersion(model.client, model.scope, snapshot.id, path)
            }
          />
        );
      })}
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

interface IItemProps {
  readonly item: Inspection['code'][number];
  readonly isOn: boolean;
  /** One switch stands for all of its kind. */
  readonly hasSwitch: boolean;
  readonly onToggle: () => void;
  readonly view: (path: string) => Promise<Version>;
}

function Item(props: IItemProps): JSX.Element {
  const { item, isOn, hasSwitch, onToggle, view } = props;
  const { kind, path, detail, canView } = item;
  const { trans } = useLab();
  const [version, setVersion] = React.useState<Version | null>(null);
  const canLook = canView && path !== null;
  return (
    <div className="jp-KaletteCode-item">
      <label>
        <input
          type="checkbox"
          checked={isOn}
          disabled={!hasSwitch}
          onChange={onToggle}
        />
        <span>{codeWords(kind, trans)}</span>
        <span className="jp-KaletteMuted jp-KaletteMono">{path}</span>
        <span className="jp-KaletteMuted">
          <Marked text={detail} />
        </span>
      </label>
      {canLook && (
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
      {version && (
        <pre tabIndex={0} aria-label={path ?? undefined}>
          {version.kind === 'text'
            ? version.text
            : version.kind === 'refused'
              ? version.detail
              : trans.__('It cannot be shown as text.')}
        </pre>
      )}
    </div>
  );
}
