import { Token } from '@lumino/coreutils';

/** The side panel, for commands that bring something up in it. */
export interface IPanelState {
  readonly isVisible: boolean;
  show(): void;
  /** Shows the form for one run's parameters. */
  openForm(): void;
}

/** For plugins that show something in the panel. */
export const IPanelState = new Token<IPanelState>(
  'jupyterlab-kalette:IPanelState',
  'The Pipeline side panel.'
);
