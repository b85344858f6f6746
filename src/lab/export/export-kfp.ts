import type { Contents } from '@jupyterlab/services';

import { hasErrors, type Diagnostic } from '../../core/diagnostic';
import { compileKfp } from '../../core/targets/kfp/compile';
import type { Pipeline } from '../../core/pipeline/types';

export interface IExportOptions {
  readonly pipeline: Pipeline;
  /** Path of the notebook, as the contents manager knows it. */
  readonly notebook: string;
  readonly contents: Contents.IManager;
  /** Asks whether a file may be replaced. */
  readonly mayReplace: (path: string) => Promise<boolean>;
}

/** A file written, or why not; neither when the person decided against it. */
export interface IExported {
  readonly path: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What the server says against reading the folder or writing the file. */
  readonly refusal: string | null;
}

/** Compiles for Kubeflow Pipelines and writes `<notebook>.kfp.yaml` beside the notebook. */
export async function exportKfp(options: IExportOptions): Promise<IExported> {
  const { pipeline, notebook, contents, mayReplace } = options;
  const { value, diagnostics } = compileKfp(pipeline);
  if (value === null || hasErrors(diagnostics)) {
    return { path: null, diagnostics, refusal: null };
  }
  const path = `${notebook.replace(/\.ipynb$/, '')}.kfp.yaml`;
  try {
    if ((await exists(contents, path)) && !(await mayReplace(path))) {
      return { path: null, diagnostics, refusal: null };
    }
    await contents.save(path, { type: 'file', format: 'text', content: value });
  } catch (error) {
    // Only the server can say whether a folder may be written to, and only by trying.
    if (!(error instanceof Error)) {
      throw error;
    }
    return { path: null, diagnostics, refusal: error.message };
  }
  return { path, diagnostics, refusal: null };
}

/** Looks in the folder, since asking for a file that is not there is an error of the server's. */
async function exists(
  contents: Contents.IManager,
  path: string
): Promise<boolean> {
  const slash = path.lastIndexOf('/');
  const folder = await contents.get(path.slice(0, Math.max(0, slash)), {
    content: true,
    type: 'directory'
  });
  const entries = folder.content as readonly Contents.IModel[];
  return entries.some(({ name }) => name === path.slice(slash + 1));
}
