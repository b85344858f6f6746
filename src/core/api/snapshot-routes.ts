import { Type } from '@sinclair/typebox';

import * as opening from './opening-schema';
import * as schema from './snapshot-schema';
import * as store from './snapshot-store-schema';
import { SNAPSHOT_ENDPOINTS } from './endpoints';
import { REMOTE_ROUTES } from './remote-routes';
import { ListQuery, pageOf, Scope, ScopeQuery } from './scope';

const SnapshotParams = Type.Object({
  snapshot: Type.String({ description: 'sha256:HEX, or the first 8 digits.' })
});

const OperationParams = Type.Object({
  operation: Type.String({ description: 'Id of the operation.' })
});

const RunParams = Type.Object({
  run: Type.String({ description: 'Id of the run.' })
});

const DiffQuery = Type.Object({
  ...Scope,
  from: Type.String({ description: 'A snapshot, or `now`.' }),
  to: Type.String({ description: 'A snapshot, or `now`.' }),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Changes to list; 500 if not said. All are counted.'
    })
  )
});

const FileQuery = Type.Object({
  ...Scope,
  path: Type.String({ description: 'Relative to the workspace.' })
});

const FolderQuery = Type.Object({
  ...Scope,
  path: Type.Optional(
    Type.String({ description: 'Of a folder; the root if not said.' })
  ),
  recursive: Type.Optional(
    Type.Boolean({ description: 'With all that is in its folders.' })
  ),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 50_000,
      description: '500 if not said.'
    })
  )
});

const RunFileQuery = Type.Object({
  ...FileQuery.properties,
  side: Type.Union([Type.Literal('run'), Type.Literal('now')], {
    description: 'As the run left it, or as it is in the workspace.'
  })
});

const KeepBody = Type.Object({
  name: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: it may be pruned again.'
  })
});

const PublishBody = Type.Object({
  remote: Type.String({
    description: 'A folder, s3://BUCKET/PREFIX or oci://REGISTRY/NAME.'
  }),
  secrets: Type.Optional(
    Type.Boolean({
      description:
        'What looks like a secret may go along; without it, that is refused.'
    })
  )
});

const PruneQuery = Type.Object({
  ...Scope,
  keepLast: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'So many of each bucket stay, the newest.'
    })
  ),
  maxBytes: Type.Optional(
    Type.Integer({ minimum: 0, description: 'All may take so much.' })
  ),
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Only says what would be removed.' })
  )
});

const TrustBody = Type.Object({
  key: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: 'ed25519 public key, 64 hex digits.'
  }),
  name: Type.String({ description: 'Whose it is, for people.' })
});

const ApplyBody = Type.Object({
  paths: Type.Array(Type.String({ description: 'Relative to the workspace.' }))
});

export const SnapshotPageSchema = pageOf(
  'SnapshotPage',
  schema.SnapshotSummarySchema
);

/** Routes of snapshots, and of what takes a while. */
export const SNAPSHOT_ROUTES = {
  listSnapshots: {
    ...SNAPSHOT_ENDPOINTS.listSnapshots,
    summary: 'Lists snapshots, newest first.',
    query: ListQuery,
    status: 200,
    response: SnapshotPageSchema
  },
  createSnapshot: {
    ...SNAPSHOT_ENDPOINTS.createSnapshot,
    summary:
      'Takes a snapshot of a workspace; the result is a SnapshotSummary.',
    body: opening.SnapshotRequestSchema,
    status: 202,
    response: store.OperationSchema
  },
  snapshotUsage: {
    ...SNAPSHOT_ENDPOINTS.snapshotUsage,
    summary: 'How much room the snapshots of a workspace take.',
    query: ScopeQuery,
    status: 200,
    response: store.SnapshotUsageSchema
  },
  diffSnapshots: {
    ...SNAPSHOT_ENDPOINTS.diffSnapshots,
    summary: 'What differs between two snapshots, or one and the workspace.',
    query: DiffQuery,
    status: 200,
    response: schema.SnapshotDiffSchema
  },
  inspectSnapshot: {
    ...SNAPSHOT_ENDPOINTS.inspectSnapshot,
    summary: 'What opening a URL would do. Nothing is written or run.',
    body: opening.InspectRequestSchema,
    status: 200,
    response: opening.InspectionSchema
  },
  restoreSnapshot: {
    ...SNAPSHOT_ENDPOINTS.restoreSnapshot,
    summary: 'Opens a snapshot as agreed; the result is Restored.',
    body: opening.RestoreRequestSchema,
    status: 202,
    response: store.OperationSchema
  },
  trustKey: {
    ...SNAPSHOT_ENDPOINTS.trustKey,
    summary: 'From now on snapshots that this key signed are trusted.',
    body: TrustBody,
    status: 204
  },
  verifySnapshots: {
    ...SNAPSHOT_ENDPOINTS.verifySnapshots,
    summary: 'Reads all snapshots of a workspace and checks every digest.',
    query: ScopeQuery,
    status: 202,
    response: store.OperationSchema
  },
  recoverSnapshots: {
    ...SNAPSHOT_ENDPOINTS.recoverSnapshots,
    summary:
      'Finishes or takes back openings that were interrupted, or leaves things so; the result is a list as in SnapshotUsage.',
    body: store.RecoverRequestSchema,
    status: 202,
    response: store.OperationSchema
  },
  pruneSnapshots: {
    ...SNAPSHOT_ENDPOINTS.pruneSnapshots,
    summary: 'Gives back the room of snapshots that nothing keeps.',
    query: PruneQuery,
    status: 202,
    response: store.OperationSchema
  },
  ...REMOTE_ROUTES,
  getSnapshot: {
    ...SNAPSHOT_ENDPOINTS.getSnapshot,
    summary: 'A snapshot with all that its manifest says.',
    params: SnapshotParams,
    query: ScopeQuery,
    status: 200,
    response: schema.SnapshotSchema
  },
  getSnapshotFile: {
    ...SNAPSHOT_ENDPOINTS.getSnapshotFile,
    summary:
      'One file of a snapshot, as it was; of the workspace as it is, if that is `now`.',
    params: SnapshotParams,
    query: FileQuery,
    status: 200,
    media: 'application/octet-stream'
  },
  listSnapshotFiles: {
    ...SNAPSHOT_ENDPOINTS.listSnapshotFiles,
    summary: 'What a folder of a snapshot holds.',
    params: SnapshotParams,
    query: FolderQuery,
    status: 200,
    response: schema.SnapshotFolderSchema
  },
  listSnapshotSecrets: {
    ...SNAPSHOT_ENDPOINTS.listSnapshotSecrets,
    summary:
      'What of a snapshot looks like a secret, and would be published with it.',
    params: SnapshotParams,
    query: ScopeQuery,
    status: 200,
    response: schema.SnapshotSecretsSchema
  },
  resumeSnapshot: {
    ...SNAPSHOT_ENDPOINTS.resumeSnapshot,
    summary:
      'How to load the variables of a snapshot that was opened; null when it has no notebook.',
    params: SnapshotParams,
    query: ScopeQuery,
    body: opening.ResumeRequestSchema,
    status: 200,
    response: Type.Union([opening.ResumeSchema, Type.Null()])
  },
  keepSnapshot: {
    ...SNAPSHOT_ENDPOINTS.keepSnapshot,
    summary: 'Gives a snapshot a name under which it is never pruned.',
    params: SnapshotParams,
    query: ScopeQuery,
    body: KeepBody,
    status: 200,
    response: schema.SnapshotSchema
  },
  publishSnapshot: {
    ...SNAPSHOT_ENDPOINTS.publishSnapshot,
    summary:
      'Copies a snapshot to a remote; the result is its URL there: { url }.',
    params: SnapshotParams,
    query: ScopeQuery,
    body: PublishBody,
    status: 202,
    response: store.OperationSchema
  },
  removeSnapshot: {
    ...SNAPSHOT_ENDPOINTS.removeSnapshot,
    summary: 'Removes a snapshot; its room is given back when pruned.',
    params: SnapshotParams,
    query: ScopeQuery,
    status: 204
  },
  runFileChanges: {
    ...SNAPSHOT_ENDPOINTS.runFileChanges,
    summary: 'What a run changed, against the workspace as it is now.',
    params: RunParams,
    query: ScopeQuery,
    status: 200,
    response: schema.SnapshotDiffSchema
  },
  getRunFile: {
    ...SNAPSHOT_ENDPOINTS.getRunFile,
    summary: 'One of the files that a run changed.',
    params: RunParams,
    query: RunFileQuery,
    status: 200,
    media: 'application/octet-stream'
  },
  applyRunFiles: {
    ...SNAPSHOT_ENDPOINTS.applyRunFiles,
    summary:
      'Copies files that a run left into the workspace, after a safety snapshot; the result is Restored.',
    params: RunParams,
    query: ScopeQuery,
    body: ApplyBody,
    status: 202,
    response: store.OperationSchema
  },
  getOperation: {
    ...SNAPSHOT_ENDPOINTS.getOperation,
    summary: 'How far something is that takes a while.',
    params: OperationParams,
    query: ScopeQuery,
    status: 200,
    response: store.OperationSchema
  },
  cancelOperation: {
    ...SNAPSHOT_ENDPOINTS.cancelOperation,
    summary: 'Stops it; the workspace is left, or made again, as it was.',
    params: OperationParams,
    query: ScopeQuery,
    status: 202,
    response: store.OperationSchema
  }
} as const;
