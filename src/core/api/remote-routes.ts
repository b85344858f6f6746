import { Type } from '@sinclair/typebox';

import { REMOTE_ENDPOINTS } from './endpoints';
import * as schema from './remote-schema';
import { ScopeQuery } from './scope';
import { OperationSchema } from './snapshot-store-schema';

/** Routes of snapshots that lie elsewhere. */
export const REMOTE_ROUTES = {
  withdrawSnapshot: {
    ...REMOTE_ENDPOINTS.withdrawSnapshot,
    summary:
      'Takes back what was published to a folder or an object store; the result is a Withdrawn.',
    body: schema.WithdrawRequestSchema,
    status: 202,
    response: OperationSchema
  },
  fetchSnapshot: {
    ...REMOTE_ENDPOINTS.fetchSnapshot,
    summary:
      'Gets a snapshot by its link, without opening it; the result is a SnapshotSummary.',
    body: schema.FetchRequestSchema,
    status: 202,
    response: OperationSchema
  },
  listSubscriptions: {
    ...REMOTE_ENDPOINTS.listSubscriptions,
    summary: 'The followed buckets as they were last seen.',
    query: ScopeQuery,
    status: 200,
    response: Type.Array(schema.SubscriptionSchema)
  },
  subscribe: {
    ...REMOTE_ENDPOINTS.subscribe,
    summary:
      'Follows a bucket of a remote from now on, of which no data is fetched; the result is a Subscription.',
    body: schema.SubscriptionRequestSchema,
    status: 202,
    response: OperationSchema
  },
  unsubscribe: {
    ...REMOTE_ENDPOINTS.unsubscribe,
    summary: 'Follows a bucket no longer.',
    body: schema.SubscriptionRequestSchema,
    status: 204
  },
  pollSubscriptions: {
    ...REMOTE_ENDPOINTS.pollSubscriptions,
    summary:
      'Looks at all followed buckets again; the result is a list of Polled.',
    query: ScopeQuery,
    status: 202,
    response: OperationSchema
  }
} as const;
