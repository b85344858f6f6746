import { HOME } from '../store/layout';

/**
 * Names that are no part of a workspace as a run sees it, wherever they stand. All of them are
 * made by tools, can be made again, and are large or many; a copy for each run would fill the
 * disk, and none holds what a person wrote or a notebook reads.
 */
export const IGNORED_NAMES: readonly string[] = [
  HOME,
  // History, which is not the files as they are now.
  ...['.git', '.hg', '.svn', '.jj'],
  // Installed packages: steps run with those of their kernel.
  ...['.venv', '.tox', '.nox', '.pixi', '.eggs', '__pypackages__'],
  ...['node_modules', '.yarn', '.pnpm-store'],
  // What tools remember to be faster next time.
  ...['__pycache__', '.cache', '.mypy_cache', '.ruff_cache', '.pytest_cache'],
  ...['.pytype', '.hypothesis', '.parcel-cache', '.gradle', '.terraform'],
  // What editors and file managers leave beside the files.
  ...['.ipynb_checkpoints', '.virtual_documents', '.idea', '.DS_Store']
];

const NAMES: ReadonlySet<string> = new Set(IGNORED_NAMES);

// A virtual environment may have any name; these stand in each of its folders' roots.
const ENVIRONMENT_MARKS = ['pyvenv.cfg', 'conda-meta'];

/** True for a name that is left out wherever it stands. */
export function isIgnored(name: string): boolean {
  return NAMES.has(name);
}

/** True for a folder below the workspace that holds these names, and so is an environment. */
export function isEnvironment(names: readonly string[]): boolean {
  return ENVIRONMENT_MARKS.some(mark => names.includes(mark));
}
