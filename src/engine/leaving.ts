import type { Leaving } from './engine';
import type { Places } from './places';
import type { PeerServer } from './server/peer-server';
import type { Workspace } from './workspace';

const LOOK_MS = 50;

/** A wait that is over before anybody noticed is not worth a word. */
const TELL_MS = 300;

/** Milliseconds that operations have to undo what they did, once nobody waits any more. */
const UNDO_MS = 30_000;

/**
 * Waits until nothing goes on for other engines, then takes nothing more from them. Once the
 * signal is aborted operations are undone, which whoever began them still hears; runs are left
 * to be interrupted.
 */
export async function waitForOthers(
  places: Places,
  peers: PeerServer,
  { onWait, signal }: Leaving
): Promise<void> {
  const isBusy = (workspaces: readonly Workspace[]) =>
    peers.isAnswering ||
    workspaces.some(({ isBusy, operations }) =>
      signal.aborted ? operations.isBusy : isBusy
    );
  const begun = Date.now();
  let stopped: number | null = null;
  let isTold = false;
  for (;;) {
    const workspaces = await places.workspaces();
    if (signal.aborted && stopped === null) {
      stopped = Date.now();
      // Who hears that something was undone begins it again at once, and not here.
      peers.beginNothing();
      workspaces.forEach(({ operations }) => operations.cancelAll());
    }
    if (
      !isBusy(workspaces) ||
      (stopped !== null && Date.now() - stopped > UNDO_MS)
    ) {
      // Nothing may be awaited between the look and this.
      peers.leave();
      return;
    }
    if (!isTold && Date.now() - begun > TELL_MS && stopped === null) {
      isTold = true;
      onWait();
    }
    await new Promise(done => setTimeout(done, LOOK_MS));
  }
}
