import type { Operation } from '../../core/api/types';
import type { Opening } from '../snapshots/opening/opening';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import type { Following } from '../snapshots/service/service';
import type { Snapshots } from '../snapshots/snapshots';
import {
  type Answer,
  type Call,
  type Here,
  inWorkspace,
  targetOf
} from './in-workspace';

/** A request with the snapshots of its workspace. */
export interface WithSnapshots extends Here {
  readonly snapshots: Snapshots;
  readonly opening: Opening;
}

/** Answers with the snapshots of a workspace. */
export function inSnapshots(
  call: Call,
  work: (here: WithSnapshots) => Promise<Answer>
): Promise<Answer> {
  return inWorkspace(call, async here => {
    const { workspace } = here;
    const snapshots = workspace.snapshots();
    const opening = workspace.opening(call.root);
    return work({ ...here, snapshots, opening });
  });
}

/** As {@link inSnapshots}, with JSON. */
export function answer(
  call: Call,
  work: (here: WithSnapshots) => Promise<unknown>
): Promise<Answer> {
  return inSnapshots(call, async here => ({ json: await work(here) }));
}

/** As {@link answer}; asking a folder without snapshots makes no store. */
export async function ifStored(
  call: Call,
  other: unknown,
  work: (here: WithSnapshots) => Promise<unknown>
): Promise<Answer> {
  return call.engine.hasSnapshots(targetOf(call).workspace)
    ? answer(call, work)
    : { json: other };
}

/** Refuses what is about a snapshot where there is none; asking must not make a store. */
export function mustBeStored(call: Call): void {
  const { workspace } = targetOf(call);
  if (!call.engine.hasSnapshots(workspace)) {
    throw new Refusal(messages.noSnapshotsHere(workspace));
  }
}

/** Starts something that takes a while, and answers with the operation. */
export function begin(
  call: Call,
  kind: Operation['kind'],
  work: (
    here: WithSnapshots,
    following: Required<Following>
  ) => Promise<unknown>
): Promise<Answer> {
  return inSnapshots(call, async here => ({
    json: here.workspace.operations.begin(kind, following =>
      work(here, following)
    )
  }));
}
