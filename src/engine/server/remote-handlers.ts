import type { REMOTE_ENDPOINTS } from '../../core/api/endpoints';
import type { FetchRequest, SubscriptionRequest } from '../../core/api/types';
import { Remotes } from '../snapshots/remotes';
import type { Answer, Call } from './in-workspace';
import { begin, ifStored, inSnapshots } from './snapshot-requests';

/** What answers the routes of snapshots that lie elsewhere. */
export const REMOTE_HANDLERS: Readonly<
  Record<keyof typeof REMOTE_ENDPOINTS, (call: Call) => Promise<Answer>>
> = {
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
    const { remote, bucket } = call.request.body as SubscriptionRequest;
    return begin(call, 'subscribe', ({ snapshots }, following) =>
      new Remotes(snapshots).subscribe(remote, bucket, following)
    );
  },
  unsubscribe: call =>
    inSnapshots(call, async ({ snapshots }) => {
      const { remote, bucket } = call.request.body as SubscriptionRequest;
      await new Remotes(snapshots).unsubscribe(remote, bucket);
      return {};
    }),
  pollSubscriptions: call =>
    begin(call, 'poll', ({ snapshots }, following) =>
      new Remotes(snapshots).poll(following)
    )
};
