import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { importedModules } from '../../core/notebook';

/** Sources of the modules beside a notebook that it imports, by dotted name. */
export type ModuleRecord = Readonly<Record<string, string>>;

/** What modules are read from. */
export type ModuleFiles = Pick<Contents.IManager, 'get' | 'fileChanged'>;

const NONE: ModuleRecord = {};

/** Larger files are no modules that a person wrote. */
const LONGEST = 300_000;

/**
 * Reads the modules that a notebook imports from its own folder, and reads them again when
 * JupyterLab saves one. Folders are listed first, so that nothing is asked for that is not there.
 */
export class ModuleSources implements IDisposable {
  /** `path` tells where the notebook lies now. */
  constructor(
    private readonly _files: ModuleFiles,
    private readonly _path: () => string
  ) {
    _files.fileChanged.connect(this._onFile, this);
  }

  get current(): ModuleRecord {
    return this._current;
  }

  /** Emitted when other sources are there than before. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** Looks at what the notebook imports; reads nothing when that is what it was. */
  async follow(content: object): Promise<void> {
    const names = importedModules(content);
    const key = `${this._path()} ${names.join()}`;
    if (key !== this._key && !this._isDisposed) {
      this._key = key;
      await this._read(names);
    }
  }

  private async _read(names: readonly string[]): Promise<void> {
    const round = ++this._round;
    const found = new Map<string, string>();
    const folders = new Map<string, Promise<ReadonlySet<string>>>();
    const waiting = [...names];
    for (const name of waiting) {
      if (!found.has(name)) {
        const source = await this._sourceOf(name, folders);
        if (source !== null) {
          found.set(name, source);
          waiting.push(...importedModules(source));
        }
      }
    }
    if (round === this._round && !this._isDisposed) {
      this._accept(Object.fromEntries(found));
    }
  }

  private _accept(record: ModuleRecord): void {
    if (JSON.stringify(record) !== JSON.stringify(this._current)) {
      this._current = record;
      this._changed.emit();
    }
  }

  private async _sourceOf(
    name: string,
    folders: Map<string, Promise<ReadonlySet<string>>>
  ): Promise<string | null> {
    const base = PathExt.join(
      PathExt.dirname(this._path()),
      ...name.split('.')
    );
    const candidates = [`${base}.py`, `${base}/__init__.py`];
    for (const path of candidates) {
      const folder = PathExt.dirname(path);
      const listed = folders.get(folder) ?? this._list(folder, folders);
      folders.set(folder, listed);
      if ((await listed).has(path)) {
        return this._load(path);
      }
    }
    return null;
  }

  // Of a folder that its own folder does not name, nothing is asked.
  private async _list(
    folder: string,
    folders: Map<string, Promise<ReadonlySet<string>>>
  ): Promise<ReadonlySet<string>> {
    const home = PathExt.dirname(this._path());
    if (folder !== home) {
      const above = PathExt.dirname(folder);
      const listed = folders.get(above) ?? this._list(above, folders);
      folders.set(above, listed);
      if (!(await listed).has(folder)) {
        return new Set();
      }
    }
    try {
      const { content } = await this._files.get(folder, { content: true });
      const items = content as readonly Contents.IModel[];
      return new Set(items.map(({ path }) => PathExt.removeSlash(path)));
    } catch {
      return new Set();
    }
  }

  private async _load(path: string): Promise<string | null> {
    try {
      const { content } = await this._files.get(path, {
        type: 'file',
        format: 'text'
      });
      return typeof content === 'string' && content.length <= LONGEST
        ? content
        : null;
    } catch {
      return null;
    }
  }

  private _onFile(_: unknown, { newValue, oldValue }: Contents.IChangedArgs) {
    const paths = [newValue?.path, oldValue?.path];
    if (paths.some(path => path?.endsWith('.py'))) {
      this._key = '';
      this._changed.emit();
    }
  }

  private _current = NONE;
  private _key = '';
  private _round = 0;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
