import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

import type { Pipeline } from '../core/pipeline/types';
import type { Interpreter } from './kernels/find';
import type { PrivateFolder } from './private-folder';
import { SlotQueue } from './runs/schedule/slot-queue';
import type { WorkerHost } from './workers/host';
import { HostPool } from './workers/hosts';
import { preloadOf } from './workers/preload';
import { RuntimeFolder } from './workers/runtime-folder';
import { ScratchStore } from './snapshots/service/scratch-store';
import { SnapshotService } from './snapshots/service/service';
import { StepServer } from './workers/step-server';

const MEMORY_SHARE = 0.85;

/** What all runs of this engine share: slots, worker hosts and the socket of the steps. */
export class Machine {
  readonly slots = new SlotQueue({
    cpu: availableParallelism(),
    memory: MEMORY_SHARE * memory(),
    gpu: gpus()
  });
  readonly hosts: HostPool;
  readonly runtime: RuntimeFolder;
  readonly snapshots: SnapshotService;
  readonly scratch: ScratchStore;
  private server: Promise<StepServer> | null = null;

  /** `packageFolder`: where our Python package lies; `folder` for what is temporary. */
  constructor(
    readonly packageFolder: string,
    private readonly folder: PrivateFolder
  ) {
    this.runtime = new RuntimeFolder(packageFolder, folder);
    this.hosts = new HostPool(folder);
    this.snapshots = new SnapshotService(() => this.runtime.path());
    this.scratch = new ScratchStore(this.snapshots, folder);
  }

  /** A warm host for the steps of a pipeline; rejects with its last words. */
  host(kernel: Interpreter, pipeline: Pipeline): Promise<WorkerHost> {
    return this.hosts.get({
      python: kernel.python,
      runtime: this.runtime.path(),
      preload: preloadOf(pipeline)
    });
  }

  /** The socket of the steps; it listens from the first use on. */
  steps(): Promise<StepServer> {
    this.server ??= (async () => {
      const server = new StepServer(join(this.folder.path, 'steps'));
      await server.listen();
      return server;
    })();
    return this.server;
  }

  async close(): Promise<void> {
    this.hosts.close();
    this.snapshots.close();
    (await this.server)?.close();
  }
}

function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function gpus(): number {
  return existsSync('/dev')
    ? readdirSync('/dev').filter(name => /^nvidia\d+$/.test(name)).length
    : 0;
}
