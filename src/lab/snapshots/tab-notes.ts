import { ServerConnection } from '@jupyterlab/services';

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What this tab of the browser was at, by keys: a page that is loaded again goes on with it. The
 * state of JupyterLab is too late for that, as it is saved only after a while, and all tabs share
 * it.
 */
export class TabNotes<T> {
  constructor(
    name: string,
    private readonly _place: Place = sessionStorage
  ) {
    this._name = `${prefix()}${name}`;
  }

  get all(): readonly T[] {
    return Object.values(this._read());
  }

  put(key: string, note: T): void {
    this._write({ ...this._read(), [key]: note });
  }

  remove(key: string): void {
    const { [key]: _, ...others } = this._read();
    this._write(others);
  }

  private _read(): Readonly<Record<string, T>> {
    try {
      return JSON.parse(this._place.getItem(this._name) ?? '{}');
    } catch {
      return {};
    }
  }

  private _write(notes: Readonly<Record<string, T>>): void {
    try {
      if (Object.keys(notes).length === 0) {
        this._place.removeItem(this._name);
      } else {
        this._place.setItem(this._name, JSON.stringify(notes));
      }
    } catch {
      // A browser that keeps nothing, or has no room: then nothing is gone on with.
    }
  }

  private readonly _name: string;
}

/** False where there is nothing to go on with. */
export function hasNotes(): boolean {
  try {
    return Object.keys(sessionStorage).some(key => key.startsWith(prefix()));
  } catch {
    return false;
  }
}

function prefix(): string {
  return `jupyterlab-kalette:${ServerConnection.makeSettings().baseUrl}:`;
}
