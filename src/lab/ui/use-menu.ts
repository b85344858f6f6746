import { MenuSvg } from '@jupyterlab/ui-components';
import type { Menu } from '@lumino/widgets';
import * as React from 'react';

import { useLab } from './lab-context';

export type MenuItems = readonly Menu.IItemOptions[];

/** Opens a menu of commands under an element. */
export type OpenMenu = (anchor: HTMLElement | null) => void;

/**
 * A menu of commands for a button: JupyterLab's own, so that keys, labels and shortcuts are
 * as everywhere. `items` may differ from one opening to the next.
 */
export function useMenu(items: MenuItems): OpenMenu {
  const { commands } = useLab();
  const menu = React.useRef<Menu | null>(null);
  React.useEffect(
    () => () => {
      menu.current?.dispose();
      menu.current = null;
    },
    []
  );
  return anchor => {
    if (!anchor) {
      return;
    }
    menu.current?.dispose();
    menu.current = new MenuSvg({ commands });
    menu.current.addClass('jp-KaletteMenu');
    for (const item of items) {
      menu.current.addItem(item);
    }
    const { left, bottom } = anchor.getBoundingClientRect();
    menu.current.open(left, bottom + 2);
  };
}
