import type { TranslationBundle } from '@jupyterlab/translation';

/** Why a new folder cannot be called so. */
export function folderTrouble(
  folder: string,
  trans: TranslationBundle
): string | undefined {
  const path = folder.trim();
  if (path === '') {
    return trans.__('The new folder needs a name.');
  }
  if (/^[/\\~]/.test(path)) {
    return trans.__('Its path begins at the folder that Jupyter serves.');
  }
  return path.split('/').some(part => part.startsWith('.'))
    ? trans.__('Jupyter does not show folders whose names begin with a dot.')
    : undefined;
}
