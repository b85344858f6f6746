import type { REMOTE_ENDPOINTS } from '../../core/api/endpoints';
import type {
  FetchRequest,
  SubscriptionRequest,
  WithdrawRequest
} from '../../core/api/types';
import { remoteFrom, Remotes } from '../snapshots/remotes/remotes';
import type { Answer, Call } from './in-workspace';
import {
  begin,
  ifStored,
  inSnapshots,
  mustBeStored
} from './snapshot-requests';

/** What answers the routes of snapshots that lie elsewhere. */
export const REMOTE_HANDLERS: Readonly<
  Record<keyof typeof REMOTE_ENDPOINTS, (call: Call) => Promise<Answer>>
> = {
  withdrawSnapshot: async call => {
    mustBeStored(call);
    const { remote, snapshot } = call.request.body as WithdrawRequest;
    const there = remoteFrom(call.root, remote);
    return begin(call, 'withdraw', ({ snapshots }, following) =>
      snapshots.withdraw(snapshot, there, following)
    );
  },
  fetchSnapshot: call => {
    const { url } = call.request.body as FetchRequest;
    return begin(call, 'fetch', ({ snapshots }, following) =>
      new Remotes(snapshots).fetch(url, following)
    );
  },
  listSubscriptions: call =>
    ifStored(call, [], ({ snapshots }) =>
      new Remotes(snapshots).subscriptions()
    ),
  subscribe: call => {
    const { remote, bucket } = namedIn(call);
    return begin(call, 'subscribe', ({ snapshots }, following) =>
      new Remotes(snapshots).subscribe(remote, bucket, following)
    );
  },
  unsubscribe: call =>
    inSnapshots(call, async ({ snapshots }) => {
      const { remote, bucket } = namedIn(call);
      await new Remotes(snapshots).unsubscribe(remote, bucket);
      return {};
    }),
  pollSubscriptions: call =>
    begin(call, 'poll', ({ snapshots }, following) =>
      new Remotes(snapshots).poll(following)
    )
};

function namedIn({ request, root }: Call): SubscriptionRequest {
  const named = request.body as SubscriptionRequest;
  return { ...named, remote: remoteFrom(root, named.remote) };
}
