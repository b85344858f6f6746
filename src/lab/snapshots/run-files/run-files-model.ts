import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type { Restored, Run, SnapshotDiff } from '../../../core/api/types';
import { type Version, versionIn } from '../files/file-versions';
import { type IEditing, nowVersion } from '../files/read-now';
import {
  type IOperatingState,
  OperatingModel
} from '../operation/operating-model';
import type { ReadVersions } from '../files/FileDifference';

export interface IRunFilesState extends IOperatingState {
  /** Id of the run whose files are shown; `null` for none. */
  readonly run: string | null;
  /** Against the workspace as it is; `null` until it was read. */
  readonly diff: SnapshotDiff | null;
  /** Paths that would be copied. */
  readonly chosen: ReadonlySet<string>;
  /** What the last copying did. */
  readonly applied: Restored | null;
}

const NOTHING: IRunFilesState = {
  run: null,
  diff: null,
  chosen: new Set(),
  operation: null,
  problem: null,
  applied: null
};

/** Files that a run left, and the copying of some of them into the workspace. */
export class RunFilesModel extends OperatingModel<IRunFilesState> {
  constructor(
    client: SnapshotClient,
    scope: () => NotebookScope,
    /** Those that are open; what is typed in them is how a file is now. */
    private readonly _documents: IEditing['documents'],
    wait?: number
  ) {
    super(client, scope, NOTHING, wait);
  }

  /** Reads what a run changed; chooses all of it but what it deleted. */
  async show({ id, steps }: Pick<Run, 'id' | 'steps'>): Promise<void> {
    this._url = steps.find(({ snapshot }) => snapshot.before)?.snapshot.before;
    this.assign({ ...NOTHING, run: id });
    await this._read(id);
  }

  hide(): void {
    this.assign(NOTHING);
  }

  /** Chooses a file to be copied, or not. */
  toggle(path: string): void {
    const chosen = new Set(this.state.chosen);
    if (!chosen.delete(path)) {
      chosen.add(path);
    }
    this.assign({ chosen });
  }

  /** A file as it is in the workspace, and as the run left it. */
  readonly read: ReadVersions = async path => {
    const run = this.state.run ?? '';
    const side = (name: 'now' | 'run'): Promise<Version> =>
      versionIn(path, () => this.client.runFile(this.scope, run, path, name));
    const [before, after] = await Promise.all([
      nowVersion(this._editing, path, () => side('now')),
      side('run')
    ]);
    return { before, after };
  };

  /** Copies the chosen files, after a safety snapshot. */
  async apply(): Promise<void> {
    const { run, chosen, operation } = this.state;
    if (run === null || chosen.size === 0 || operation) {
      return;
    }
    this.assign({ problem: null, applied: null });
    const applied = await this.operate(() =>
      this.client.applyRunFiles(this.scope, run, [...chosen])
    );
    if (applied !== null) {
      this.assign({ applied: applied as Restored });
    }
    await this._read(run);
  }

  /** A snapshot of the run says where the workspace lies. */
  private async _workspace(): Promise<string | null> {
    return this._url
      ? (await this.client.inspect(this.scope, this._url)).workspace
      : null;
  }

  private async _read(run: string): Promise<void> {
    await this.guard(async () => {
      const diff = await this.client.runChanges(this.scope, run);
      if (this.state.run === run) {
        const copied = diff.items.filter(({ change }) => change !== 'deleted');
        this.assign({ diff, chosen: new Set(copied.map(({ path }) => path)) });
      }
    });
  }

  private get _editing(): IEditing {
    return {
      documents: this._documents,
      workspace: () => this._workspace()
    };
  }

  /** Of a snapshot of the run; none for runs without. */
  private _url: string | null | undefined;
}
