import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

import { SlotQueue } from './runs/slot-queue';
import { HostPool } from './workers/hosts';
import { RuntimeFolder } from './workers/runtime-folder';
import { StepServer } from './workers/step-server';

const MEMORY_SHARE = 0.85;

/** What all runs of this engine share: slots, worker hosts and the socket of the steps. */
export class Machine {
  readonly slots = new SlotQueue({
    cpu: availableParallelism(),
    memory: MEMORY_SHARE * memory(),
    gpu: gpus()
  });
  readonly hosts = new HostPool();
  readonly runtime: RuntimeFolder;
  private server: Promise<StepServer> | null = null;

  /** `packageFolder`: where our Python package lies. */
  constructor(readonly packageFolder: string) {
    this.runtime = new RuntimeFolder(packageFolder);
  }

  /** The socket of the steps; it listens from the first use on. */
  steps(): Promise<StepServer> {
    this.server ??= (async () => {
      const server = new StepServer();
      await server.listen();
      return server;
    })();
    return this.server;
  }

  async close(): Promise<void> {
    this.hosts.close();
    (await this.server)?.close();
    this.runtime.remove();
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
