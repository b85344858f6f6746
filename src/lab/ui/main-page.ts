import { MainAreaWidget } from '@jupyterlab/apputils';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';

interface IMainPage {
  readonly id: string;
  readonly label: string;
  readonly icon: LabIcon;
}

/** A page of the main area that can be closed. It has no toolbar: an empty one is an empty stripe. */
export function mainPage(
  content: Widget,
  { id, label, icon }: IMainPage
): MainAreaWidget {
  const page = new MainAreaWidget({ content });
  page.id = id;
  page.title.label = label;
  page.title.icon = icon;
  page.title.closable = true;
  page.toolbar.hide();
  return page;
}
