import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, type IPaletteItem } from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';

import { IPipelineRegistry } from '../model/registry';

/** Describes the argument with which a command acts on another notebook than the one in use. */
export const PATH = {
  type: 'string',
  description: 'Path of an open notebook; without it the one in use.'
} as const;

/** Describes commands that take no other argument. */
export const PATH_ALONE = {
  args: { type: 'object', properties: { path: PATH } }
};

export interface ICommandsPluginOptions {
  readonly id: string;
  readonly description: string;
  /** Adds the commands; returns what the palette lists of them. */
  readonly add: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    trans: TranslationBundle
  ) => readonly Omit<IPaletteItem, 'category'>[];
}

/** A plugin that adds commands about the pipeline in use. */
export function commandsPlugin(
  options: ICommandsPluginOptions
): JupyterFrontEndPlugin<void> {
  const { id, description, add } = options;
  return {
    id,
    description,
    autoStart: true,
    requires: [IPipelineRegistry],
    optional: [ITranslator, ICommandPalette],
    activate: (
      app: JupyterFrontEnd,
      registry: IPipelineRegistry,
      translator: ITranslator | null,
      palette: ICommandPalette | null
    ): void => {
      const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
      const category = trans.__('Pipeline');
      for (const item of add(app, registry, trans)) {
        palette?.addItem({ ...item, category });
      }
    }
  };
}
