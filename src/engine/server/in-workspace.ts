import { type Engine, renameFor, type Target } from '../engine';
import * as messages from '../messages';
import { Refusal, storeRefusal } from '../refusal';
import type { Rename } from '../runs/views';
import type { Workspace } from '../workspace';
import { forward, NotTaken } from './peer-request';
import type { ReadRequest } from './read-request';

/** A request with all that answering it takes. */
export interface Call {
  readonly engine: Engine;
  /** Absolute path of the served folder. */
  readonly root: string;
  readonly request: ReadRequest;
  readonly raw: Request;
}

/** JSON with the route's own status, nothing at all, or a whole response. */
export type Answer = { readonly json?: unknown } | Response;

/** What a workspace is asked, once it is known to be ours. */
export interface Here {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly rename: Rename;
}

/** What a request is about. */
export function targetOf({ engine, root, request }: Call): Target {
  const named = { ...request.query, ...asRecord(request.body) }.notebook;
  return engine.target(root, String(named));
}

/** Pause until an owner that takes nothing is asked again, and for how long. */
const AGAIN_MS = 100;
const TAKEN_MS = 60_000;

/**
 * Answers with a workspace; one that another engine owns is asked through that engine. Owners
 * come and go: whoever has the store when the request is taken answers it.
 */
export async function inWorkspace(
  call: Call,
  answer: (here: Here) => Promise<Answer>
): Promise<Answer> {
  const target = targetOf(call);
  const end = Date.now() + TAKEN_MS;
  for (;;) {
    const place = await call.engine.place(target.workspace);
    if (place.kind === 'here') {
      return answerHere(call, target, place.workspace, answer);
    }
    const { owner } = place;
    try {
      return await forward(owner, call.root, call.raw, call.request.body);
    } catch (reason) {
      if (!(reason instanceof NotTaken)) {
        throw reason;
      }
      if (Date.now() > end) {
        throw new Refusal(messages.storeBusy(owner.pid));
      }
    }
    await new Promise(done => setTimeout(done, AGAIN_MS));
  }
}

async function answerHere(
  call: Call,
  target: Target,
  workspace: Workspace,
  answer: (here: Here) => Promise<Answer>
): Promise<Answer> {
  try {
    return await answer({
      target,
      workspace,
      rename: renameFor(call.root, target.workspace)
    });
  } catch (reason) {
    throw storeRefusal(reason, workspace.store.layout.home);
  }
}

/** As {@link inWorkspace}, with the id of a run; asking for one must not make a store. */
export async function withRun(
  call: Call,
  answer: (here: Here, id: string) => Promise<Answer>
): Promise<Answer> {
  const id = call.request.params.run ?? '';
  if (!call.engine.hasStore(targetOf(call).workspace)) {
    throw new Refusal(messages.noRun(id));
  }
  return inWorkspace(call, here => answer(here, id));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
