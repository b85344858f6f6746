import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Snapshot } from '../../../core/api/types';
import type { IRest } from './bar-report';
import type { IResumeBarState } from './ResumeBar';

/** What of a bar is still true when the page is loaded again. */
type Kept = Pick<
  IResumeBarState,
  'snapshot' | 'resumed' | 'isBare' | 'safety'
> & {
  /** How to load what was left out; missing where nothing was. */
  readonly rest?: IRest;
};

interface IEntry extends Kept {
  /** Id of the kernel that has the variables; it stays when the kernel is restarted. */
  readonly kernel: string;
  /** Its process, which does not. */
  readonly process: string;
}

/** What is needed of a notebook. */
export interface IRemembering {
  readonly context: { readonly localPath: string };
  readonly sessionContext: Pick<ISessionContext, 'ready' | 'session'>;
  readonly isDisposed: boolean;
}

type Store = Pick<IStateDB, 'fetch' | 'save' | 'remove' | 'list'>;

const NAMESPACE = 'jupyterlab-kalette';

/**
 * Remembers which notebooks were brought back to a snapshot, for as long as their kernels have its
 * variables: a page that is loaded again knows nothing of it.
 */
export class ResumedMemory {
  constructor(private readonly _store: Store) {}

  /** What a bar says once all is done; without variables in a kernel there is nothing to keep. */
  async remember(
    { context, sessionContext }: IRemembering,
    { snapshot, resumed, isBare, safety, rest }: Kept
  ): Promise<void> {
    const kernel = sessionContext.session?.kernel;
    const isLoaded = resumed !== null && resumed.noKernel === null;
    const process = kernel && isLoaded ? await processOf(kernel) : null;
    if (!kernel || process === null) {
      await this.forget(context.localPath);
      return;
    }
    const kept = {
      ...{ snapshot: brief(snapshot), resumed, isBare, safety },
      ...(rest && { rest })
    };
    const entry: IEntry = { ...kept, kernel: kernel.id, process };
    await this._store.save(
      keyOf(context.localPath),
      entry as unknown as ReadonlyPartialJSONObject
    );
  }

  /** What the bar above a notebook said, if its kernel is still the same process. */
  async recall(notebook: IRemembering): Promise<Kept | null> {
    const { context, sessionContext } = notebook;
    const entry = await this._entry(context.localPath);
    if (!entry) {
      return null;
    }
    await sessionContext.ready;
    const kernel = sessionContext.session?.kernel;
    const process =
      kernel?.id === entry.kernel ? await processOf(kernel) : null;
    if (notebook.isDisposed) {
      return null;
    }
    if (process !== entry.process) {
      await this.forget(context.localPath);
      return null;
    }
    return entry;
  }

  async forget(path: string): Promise<void> {
    await this._store.remove(keyOf(path));
  }

  /** What was said of the notebooks of a workspace is true no more. */
  async forgetIn(workspace: string): Promise<void> {
    const { ids } = await this._store.list(NAMESPACE);
    const folder = workspace === '' ? '' : `${workspace}/`;
    const below = ids.filter(id => id.startsWith(keyOf(folder)));
    await Promise.all(below.map(id => this._store.remove(id)));
  }

  private async _entry(path: string): Promise<IEntry | null> {
    const found: unknown = await this._store.fetch(keyOf(path));
    return isEntry(found) ? found : null;
  }
}

function keyOf(path: string): string {
  return `${NAMESPACE}:resumed:${path}`;
}

/** Of what is as long as a workspace a bar says nothing. */
function brief(snapshot: IResumeBarState['snapshot']): Kept['snapshot'] {
  const lists = ['state', 'torn', 'skipped', 'withheld', 'external'];
  const fields = Object.entries(snapshot).filter(
    ([name]) => !lists.includes(name)
  );
  return Object.fromEntries(fields) as unknown as Snapshot;
}

function isEntry(value: unknown): value is IEntry {
  const entry = value as Partial<IEntry> | null | undefined;
  return Boolean(
    entry?.snapshot && entry.resumed && entry.kernel && entry.process
  );
}

/** Which process a kernel of Python is; `null` for one that does not say it. */
async function processOf(
  kernel: Pick<Kernel.IKernelConnection, 'requestExecute'>
): Promise<string | null> {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions: { process: '__import__("os").getpid()' }
  });
  try {
    const { content } = await future.done;
    return content.status === 'ok' ? textIn(content.user_expressions) : null;
  } catch {
    // It has ended, and with it what it had.
    return null;
  } finally {
    future.dispose();
  }
}

function textIn(expressions: Readonly<Record<string, unknown>>): string | null {
  const found = expressions.process as
    { readonly data?: Readonly<Record<string, unknown>> } | undefined;
  const text = found?.data?.['text/plain'];
  return typeof text === 'string' ? text : null;
}
