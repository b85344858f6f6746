import { type Engine, renameFor, type Target } from '../engine';
import * as messages from '../messages';
import { Refusal, storeRefusal } from '../refusal';
import type { Rename } from '../runs/views';
import type { Workspace } from '../workspace';
import { forward } from './peer-server';
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

/** Answers with a workspace; one that another engine owns is asked through that engine. */
export async function inWorkspace(
  call: Call,
  answer: (here: Here) => Promise<Answer>
): Promise<Answer> {
  const target = targetOf(call);
  const place = await call.engine.place(target.workspace);
  if (place.kind === 'elsewhere') {
    return forward(place.owner, call.root, call.raw, call.request.body);
  }
  const { workspace } = place;
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
