import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

/** What components need of the application. */
export interface ILabContext {
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
}

/** Given by the widget at the root of each tree of components. */
export const LabContext = React.createContext<ILabContext | null>(null);

interface ILab extends ILabContext {
  /** Runs a command; what it rejects with is a bug and goes to the console. */
  readonly execute: (id: string, args?: ReadonlyPartialJSONObject) => void;
}

/** The application, in a component. */
export function useLab(): ILab {
  const lab = React.useContext(LabContext);
  if (!lab) {
    throw new Error('There is no LabContext above this component.');
  }
  return {
    ...lab,
    execute: (id, args) => {
      void lab.commands.execute(id, args);
    }
  };
}
