import type { PrivateFolder } from '../private-folder';
import { type HostSpec, WorkerHost } from './host';

const MOST = 3;
const IDLE_MS = 10 * 60_000;
const SWEEP_MS = 60_000;

/** The few warm hosts, one per interpreter and preload list. */
export class HostPool {
  private hosts: WorkerHost[] = [];
  private readonly timer = setInterval(() => this.sweep(), SWEEP_MS).unref();

  /** `folder` is for what the hosts need besides memory. */
  constructor(private readonly folder: PrivateFolder) {}

  /** A host that is ready; rejects with its last words when it does not start. */
  async get(spec: HostSpec): Promise<WorkerHost> {
    this.hosts = this.hosts.filter(host => host.isAlive);
    let host = this.hosts.find(other => isSame(other.spec, spec));
    if (!host) {
      this.makeRoom();
      host = new WorkerHost(spec, this.folder.path);
      this.hosts.push(host);
    }
    host.lastUsed = performance.now();
    await host.ready;
    return host;
  }

  close(): void {
    clearInterval(this.timer);
    this.hosts.forEach(host => host.stop());
    this.hosts = [];
  }

  private makeRoom(): void {
    const idle = this.hosts
      .filter(host => host.isIdle)
      .sort((a, b) => a.lastUsed - b.lastUsed);
    while (this.hosts.length >= MOST && idle.length > 0) {
      this.drop(idle.shift());
    }
  }

  private sweep(): void {
    const now = performance.now();
    this.hosts
      .filter(host => host.isIdle && now - host.lastUsed > IDLE_MS)
      .forEach(host => this.drop(host));
  }

  private drop(host: WorkerHost | undefined): void {
    host?.shutdown();
    this.hosts = this.hosts.filter(other => other !== host);
  }
}

function isSame(a: HostSpec, b: HostSpec): boolean {
  return (
    a.python === b.python &&
    a.runtime === b.runtime &&
    a.preload.join() === b.preload.join()
  );
}
