import { Type } from '@sinclair/typebox';

import { Nullable } from './forms';

const Remote = Type.String({
  description:
    'A folder, https://HOST/PATH, s3://BUCKET/PREFIX or oci://REGISTRY/NAME.'
});

/** A name in a bucket of a remote. */
export const RemoteSnapshotSchema = Type.Object(
  {
    name: Type.String(),
    id: Type.String({ description: 'sha256:HEX of the manifest.' }),
    url: Type.String({ description: 'The link that opens it.' }),
    isHere: Type.Boolean({ description: 'The store of the workspace has it.' })
  },
  { $id: 'RemoteSnapshot' }
);

/** A bucket of a remote that is followed, as it was last seen. */
export const SubscriptionSchema = Type.Object(
  {
    remote: Type.String(),
    bucket: Type.String(),
    key: Type.String({
      description: 'ed25519 public key that signs its list, 64 hex digits.'
    }),
    trust: Type.Union(
      [Type.Literal('own'), Type.Literal('trusted'), Type.Literal('unknown')],
      { description: 'Whose key that is.' }
    ),
    snapshots: Type.Array(RemoteSnapshotSchema)
  },
  { $id: 'Subscription' }
);

/** One look at a followed bucket. */
export const PolledSchema = Type.Object(
  {
    subscription: SubscriptionSchema,
    added: Type.Array(Type.String(), {
      description: 'Names that are new, or mean another snapshot now.'
    }),
    removed: Type.Array(Type.String()),
    problem: Nullable(
      Type.String({ description: 'Why it could not be looked at.' })
    )
  },
  { $id: 'Polled' }
);

export const FetchRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    url: Type.String({ description: 'snap+REMOTE#sha256:HEX' })
  },
  { $id: 'FetchRequest' }
);

export const WithdrawRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    remote: Remote,
    snapshot: Type.String({
      description:
        'Its id, also of one that the workspace has no longer; or its link.'
    })
  },
  { $id: 'WithdrawRequest' }
);

/** What a remote has no longer. */
export const WithdrawnSchema = Type.Object(
  {
    id: Type.String(),
    url: Type.String({ description: 'The link that opened it.' }),
    files: Type.Integer({ description: 'That were removed with it.' }),
    kept: Type.Integer({ description: 'Files that others there need.' }),
    unknown: Type.Boolean({
      description: 'Nobody can say what others need, so that all stays.'
    })
  },
  { $id: 'Withdrawn' }
);

export const SubscriptionRequestSchema = Type.Object(
  {
    notebook: Type.String(),
    remote: Remote,
    bucket: Type.String()
  },
  { $id: 'SubscriptionRequest' }
);
