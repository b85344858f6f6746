import { existsSync } from 'node:fs';
import { hostname } from 'node:os';

import { textOf } from './failure';
import type { Machine } from './machine';
import * as messages from './messages';
import { Refusal, storeRefusal } from './refusal';
import { type Presence, presenceOf } from './server/peer-request';
import type { PeerServer } from './server/peer-server';
import { layoutOf } from './store/layout';
import {
  announce,
  type Lock,
  type Owner,
  readOwner,
  takeLock
} from './store/lock';
import { isReadOnly, isUnwritable } from './store/read-only';
import { makeHome } from './store/store';
import { Workspace } from './workspace';

/** Where a workspace is served: here, or by the engine that owns it. */
export type Place =
  | { readonly kind: 'here'; readonly workspace: Workspace }
  | { readonly kind: 'elsewhere'; readonly owner: Owner };

const OWNER_PAUSE_MS = 100;

/** Milliseconds that an owner has to say where it answers, or to end. */
const OWNER_MS = 20_000;
const LEAVING_MS = 60_000;
const FAR_OWNER_MS = 2000;

/** The workspaces that an engine was asked for: it owns each, or knows who does. */
export class Places {
  private readonly places = new Map<string, Promise<Place>>();

  constructor(
    private readonly machine: Machine,
    private readonly peers: PeerServer,
    private readonly storeProgram: string | undefined,
    private readonly ownerMs = OWNER_MS,
    private readonly mayOnlyRead = false
  ) {}

  /** Opens a workspace, or finds who owns it. */
  async find(workspace: string): Promise<Place> {
    const known = this.places.get(workspace);
    if (known && (await isCurrent(known))) {
      return known;
    }
    const now = this.places.get(workspace);
    if (now && now !== known) {
      // Another request opens it already.
      return now;
    }
    const opened = this.reopen(workspace, known);
    this.places.set(workspace, opened);
    opened.catch(() => this.places.delete(workspace));
    return opened;
  }

  /** Those that are owned, once all that are about to be opened are. */
  async workspaces(): Promise<readonly Workspace[]> {
    const places = await Promise.allSettled(this.places.values());
    return places.flatMap(place =>
      place.status === 'fulfilled' && place.value.kind === 'here'
        ? [place.value.workspace]
        : []
    );
  }

  /** Somebody may have removed the store of a workspace that is open, to be rid of all runs. */
  private async reopen(
    workspace: string,
    known: Promise<Place> | undefined
  ): Promise<Place> {
    const before = await known?.catch(() => undefined);
    if (before?.kind === 'here') {
      await before.workspace.close(0);
    }
    return this.open(workspace);
  }

  private async open(workspace: string): Promise<Place> {
    const layout = layoutOf(workspace);
    try {
      await makeHome(layout);
      for (const begun = Date.now(); ;) {
        const lock = takeLock(layout);
        if (lock) {
          return await this.own(workspace, lock);
        }
        const owner = readOwner(layout);
        const presence = owner === null ? 'silent' : await reach(owner);
        if (owner !== null && presence === 'serves') {
          return { kind: 'elsewhere', owner };
        }
        if (Date.now() - begun > this.patience(owner, presence)) {
          throw new Refusal(
            messages.storeTaken(owner?.host ?? hostname(), owner?.pid ?? 0)
          );
        }
        // It may be about to say where it answers, or about to end.
        await new Promise(done => setTimeout(done, OWNER_PAUSE_MS));
      }
    } catch (reason) {
      if (this.mayOnlyRead && isUnwritable(reason)) {
        const why = isReadOnly(layout) ? 'read-only' : textOf(reason);
        const read = Workspace.openToRead(workspace, why, this.machine);
        return { kind: 'here', workspace: read };
      }
      const refusal = storeRefusal(reason, layout.home);
      throw refusal instanceof Refusal
        ? refusal
        : new Refusal(messages.storeUnusable(layout.home, textOf(reason)));
    }
  }

  private patience(owner: Owner | null, presence: Presence): number {
    if (presence === 'leaves') {
      return LEAVING_MS;
    }
    // What another machine wrote stays: it can neither be asked nor be seen to end from here.
    const isFar = owner !== null && owner.host !== hostname();
    return isFar ? FAR_OWNER_MS : this.ownerMs;
  }

  private async own(folder: string, lock: Lock): Promise<Place> {
    try {
      await this.peers.listen();
      const program = this.storeProgram;
      const options = program === undefined ? {} : { program };
      const workspace = await Workspace.open(
        folder,
        lock,
        this.machine,
        options
      );
      await announce(workspace.store.layout, this.peers);
      return { kind: 'here', workspace };
    } catch (reason) {
      lock.release();
      throw reason;
    }
  }
}

async function isCurrent(place: Promise<Place>): Promise<boolean> {
  const known = await place.catch(() => null);
  if (known === null) {
    return false;
  }
  return known.kind === 'here'
    ? known.workspace.isThere
    : (await reach(known.owner)) === 'serves';
}

async function reach(owner: Owner): Promise<Presence> {
  return owner.host === hostname() && existsSync(owner.socket)
    ? presenceOf(owner)
    : 'silent';
}
