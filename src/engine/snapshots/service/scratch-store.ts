import { join } from 'node:path';

import type { PrivateFolder } from '../../private-folder';
import type { Following, SnapshotService } from './service';

/**
 * A store of the engine's own, gone with it: snapshots that lie elsewhere are looked at from
 * workspaces that have no store, and get none by it.
 */
export class ScratchStore {
  constructor(
    private readonly service: SnapshotService,
    private readonly folder: PrivateFolder
  ) {}

  async ask<T>(
    op: string,
    args: Readonly<Record<string, unknown>>,
    following: Following = {}
  ): Promise<T> {
    const store = join(this.folder.path, 'looks');
    await this.service.ask('open', { store });
    return this.service.ask<T>(op, { store, ...args }, following);
  }
}
