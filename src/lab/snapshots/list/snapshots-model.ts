import { PathExt } from '@jupyterlab/coreutils';
import { JSONExt } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import { nameOfNew } from '../../../client/snapshot-name';
import type {
  Operation,
  Recovery,
  RecoveryChoice,
  Snapshot,
  SnapshotSecrets
} from '../../../core/api/types';
import { latestHere, sameRow, timelineOf } from '../../../core/view';
import { OperatingModel } from '../operation/operating-model';
import { fieldIn, textIn } from '../operation/result-field';
import { NowWatch } from './now-watch';
import { type ISnapshotsState, NOTHING_READ } from './snapshots-state';

/** How many are read at once. */
export const PAGE = 100;

/**
 * The list of snapshots of a notebook's workspace. It asks the engine nothing until
 * {@link open}, so that who never looks at it pays nothing.
 */
export class SnapshotsModel extends OperatingModel<ISnapshotsState> {
  constructor(
    client: SnapshotClient,
    scope: () => NotebookScope,
    wait?: number
  ) {
    super(client, scope, NOTHING_READ, wait);
  }

  /** Reads the list, for somebody looks at it from now on; also again, as others write to it. */
  async open(): Promise<void> {
    this._isOpened = true;
    await this._read();
  }

  /** Reads it again, if somebody has looked at it. */
  async refresh(): Promise<void> {
    if (this._isOpened) {
      await this._read();
    }
  }

  /** Looks what changed since the newest, again and again, until it is disposed of. */
  watch(isSeen: () => boolean): IDisposable {
    this._watch?.dispose();
    this._watch = new NowWatch(isBack => this._look(isBack), isSeen);
    return this._watch;
  }

  /** A file was written: looks what changed, if somebody watches that. */
  noteWritten(): void {
    this._watch?.soon();
  }

  /** The list is in sight again: looks for all that was done elsewhere meanwhile. */
  noteShown(): void {
    this._watch?.back();
  }

  override dispose(): void {
    this._watch?.dispose();
    super.dispose();
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    const { next } = this.state;
    if (next !== null) {
      await this.guard(async () => {
        const page = await this.client.list(this._folder, {
          limit: PAGE,
          next
        });
        if (this.state.next === next) {
          const items = [...this.state.items, ...page.items];
          this.assign({ items, next: page.next });
        }
      });
    }
  }

  /** Chooses a row, so that its actions are seen; `null` chooses none. */
  select(key: string | null): void {
    this.assign({ selected: key });
  }

  /** Shows or folds the neighbours of a row that hold the same files. */
  toggle(key: string): void {
    const unfolded = new Set(this.state.unfolded);
    if (!unfolded.delete(key)) {
      unfolded.add(key);
    }
    this.assign({ unfolded });
  }

  /** Opens or closes the form for a message. */
  showForm(isFormOpen: boolean): void {
    this.assign({ isFormOpen });
  }

  /**
   * Takes a snapshot of the workspace as it is; resolves with its id when it is there. From now
   * on it takes these paths along, though they look like secrets.
   */
  async take(
    message: string,
    along: readonly string[] = []
  ): Promise<string | null> {
    this.assign({ isFormOpen: false });
    const request = {
      ...this.scope,
      name: nameOfNew(),
      ...(message !== '' && { message }),
      ...(along.length > 0 && { take: [...along] })
    };
    const take = (): Promise<unknown> =>
      this._do(() => this.client.create(request));
    let made = await take();
    // Whether it was taken is not known where the engine ended on the way: its name tells.
    if (made === null && this.state.problem?.code === 'no_operation') {
      made = await take();
    }
    return textIn(made, 'id');
  }

  /** All that is known of one; `null`, and the problem is shown, where it cannot be read. */
  async whole(id: string): Promise<Snapshot | null> {
    let found: Snapshot | null = null;
    await this.guard(async () => {
      found = await this.client.get(this.scope, id);
    });
    return found;
  }

  /** Gives back room that nothing needs; resolves with its bytes, if that worked. */
  async prune(): Promise<number | null> {
    const done = await this._do(() => this.client.prune(this.scope));
    const freed = fieldIn(done, 'freedBytes');
    return typeof freed === 'number' ? freed : null;
  }

  /** Gives a snapshot a name under which it is never pruned; `null` takes it back. */
  async keep(id: string, name: string | null): Promise<void> {
    await this.guard(async () => {
      await this.client.keep(this.scope, id, name);
      await this.refresh();
    });
  }

  /** What of one looks like a secret; `null`, and the problem is shown, where that is not known. */
  async secrets(id: string): Promise<SnapshotSecrets | null> {
    let found: SnapshotSecrets | null = null;
    await this.guard(async () => {
      found = await this.client.secrets(this.scope, id);
    });
    return found;
  }

  /** Copies a snapshot to another place; resolves with its URL there, if that worked. */
  async publish(
    id: string,
    remote: string,
    withSecrets = false
  ): Promise<string | null> {
    const result = await this._do(() =>
      this.client.publish(this.scope, id, remote, { secrets: withSecrets })
    );
    return textIn(result, 'url');
  }

  /** Puts right what was interrupted and waits, as the user wants. */
  async recover(choice: RecoveryChoice): Promise<void> {
    const done = await this._do(() => this.client.recover(this.scope, choice));
    const recovered = (done ?? []) as readonly Recovery[];
    const decided = recovered.filter(({ meanwhile }) => meanwhile !== null);
    this.assign({ decided });
  }

  /** Nobody wants to know any more what was replaced by a decision. */
  dismissDecided(): void {
    this.assign({ decided: [] });
  }

  /** Takes a snapshot off the list. */
  async remove(id: string): Promise<void> {
    await this.guard(async () => {
      await this.client.remove(this.scope, id);
      await this.refresh();
    });
  }

  /** Forgets what did not work. */
  dismiss(): void {
    this.assign({ problem: null });
  }

  private async _read(): Promise<void> {
    const reading = ++this._readings;
    await this.guard(async () => {
      const scope = this.scope;
      const [page, usage] = await Promise.all([
        this.client.list(this._folder, { limit: PAGE }),
        this.client.usage(scope)
      ]);
      const { items, next } = page;
      // A later reading knows better.
      if (reading === this._readings) {
        const { selected: key } = this.state;
        const selected = key === null ? null : sameRow(timelineOf(items), key);
        const read = { isRead: true, items, next, usage, problem: null };
        this.assign({ ...read, selected });
      }
      const base = latestHere(items);
      const now = base ? await this.client.diff(scope, base.id, 'now') : null;
      if (reading === this._readings) {
        this.assign({ now });
      }
    });
  }

  /** What changed in the workspace; the list only where a kernel or a command line wrote to it. */
  private async _look(isBack: boolean): Promise<void> {
    const { items, isRead, operation, usage } = this.state;
    const reading = this._readings;
    if (!isRead || operation || this.isDisposed) {
      return;
    }
    // Nobody asked for it, so what is known stays where there is no answer.
    const space = await this.client.usage(this.scope).catch(() => null);
    const isOther =
      (space && space.count !== usage?.count) ||
      (isBack && (await this._isListOther()));
    if (reading !== this._readings || this.isDisposed) {
      return;
    }
    if (isOther) {
      await this._read();
      return;
    }
    const base = latestHere(items);
    const now =
      base &&
      (await this.client.diff(this.scope, base.id, 'now').catch(() => null));
    if (now && reading === this._readings) {
      this.assign({ now });
    }
  }

  /** Names and copies elsewhere change nothing that is counted. */
  private async _isListOther(): Promise<boolean> {
    const query = { limit: PAGE };
    const page = await this.client.list(this._folder, query).catch(() => null);
    const { items } = this.state;
    return (
      page !== null && !JSONExt.deepEqual(page.items, items.slice(0, PAGE))
    );
  }

  /** Reads the list again once what was begun is over; resolves with its result. */
  private async _do(begin: () => Promise<Operation>): Promise<unknown> {
    this.assign({ problem: null });
    const result = await this.operate(begin);
    const { problem } = this.state;
    await this.refresh();
    // Reading the list clears what it may have said before.
    if (result === null && problem) {
      this.assign({ problem });
    }
    return result;
  }

  /** Asked by its folder the engine lists the workspace, and not what is of one notebook. */
  private get _folder(): NotebookScope {
    return { notebook: PathExt.dirname(this.scope.notebook) };
  }

  private _watch: NowWatch | null = null;
  private _isOpened = false;
  private _readings = 0;
}
