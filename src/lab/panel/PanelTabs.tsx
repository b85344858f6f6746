import type { LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kaletteIcon, snapshotIcon } from '../ui/icons';
import { useLab } from '../ui/lab-context';
import { type ViewId, VIEWS } from './panel-state';

const ICONS: Readonly<Record<ViewId, LabIcon>> = {
  pipeline: kaletteIcon,
  snapshots: snapshotIcon
};

function viewWord(view: ViewId, trans: TranslationBundle): string {
  switch (view) {
    case 'pipeline':
      return trans.__('Pipeline');
    case 'snapshots':
      return trans.__('Snapshots');
  }
}

interface IPanelTabsProps {
  readonly view: ViewId;
  readonly onSelect: (view: ViewId) => void;
  readonly children: React.ReactNode;
}

/** The views of the panel, one at a time; where it is narrow only the chosen one shows its name. */
export function PanelTabs(props: IPanelTabsProps): JSX.Element {
  const { view, onSelect, children } = props;
  const { trans } = useLab();
  const id = React.useId();
  const list = React.useRef<HTMLDivElement>(null);
  const body = React.useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const at = VIEWS.indexOf(view);
    const last = VIEWS.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      onSelect(VIEWS[to]);
      list.current?.querySelectorAll('button')[to]?.focus();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    }
  };
  return (
    <>
      <div
        ref={list}
        className="jp-KaletteViews"
        role="tablist"
        aria-label={trans.__('Views of the panel')}
        onKeyDown={onKeyDown}
      >
        {VIEWS.map(item => {
          const Icon = ICONS[item];
          const isSelected = item === view;
          return (
            <button
              key={item}
              type="button"
              role="tab"
              id={`${id}-${item}`}
              aria-selected={isSelected}
              aria-controls={`${id}-body`}
              aria-label={viewWord(item, trans)}
              title={viewWord(item, trans)}
              tabIndex={isSelected ? 0 : -1}
              onClick={() => onSelect(item)}
            >
              <Icon.react tag={null} />
              <span>{viewWord(item, trans)}</span>
            </button>
          );
        })}
      </div>
      <div
        ref={body}
        id={`${id}-body`}
        className="jp-KaletteView"
        role="tabpanel"
        aria-labelledby={`${id}-${view}`}
      >
        {children}
      </div>
    </>
  );
}
