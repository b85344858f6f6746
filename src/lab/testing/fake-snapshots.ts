import { EngineError } from '../../client/engine-client';
import type { SnapshotClient } from '../../client/snapshot-client';
import type {
  Inspection,
  Operation,
  Problem,
  RestoreRequest,
  SnapshotDiff,
  SnapshotEntry,
  SnapshotSummary,
  SnapshotUsage
} from '../../core/api/types';
import {
  inspectionOf,
  operationOf,
  snapshotOf
} from '../../core/view/testing/snapshots';

const NO_DIFFERENCE: SnapshotDiff = { same: 0, total: 0, items: [] };

/** Snapshots that a test gives, with an operation whose course it sets. */
export class FakeSnapshots implements SnapshotClient {
  /** Newest first; pages hold as many as are asked for. */
  items: SnapshotSummary[] = [];
  /** Set it to make every question fail. */
  problem: Problem | null = null;
  space: SnapshotUsage = {
    bytes: 0,
    limit: 10_000_000_000,
    count: 0,
    unreadable: [],
    recovered: []
  };
  difference: SnapshotDiff = NO_DIFFERENCE;
  inspection: Inspection = inspectionOf();
  /** What each look at an operation finds; the last one stays. */
  course: Operation[] = [operationOf({ state: 'succeeded' })];
  /** Content of files by path. */
  readonly files = new Map<string, string>();
  /** What folders hold, by path. */
  readonly entries = new Map<string, readonly SnapshotEntry[]>();
  /** What stayed out of every snapshot. */
  withheld: readonly string[] = [];
  /** What every snapshot holds though it looks like a secret. */
  taken: readonly string[] = [];
  /** What the person wrote to it. */
  message = '';
  readonly asked: string[] = [];
  readonly restored: RestoreRequest[] = [];

  list: SnapshotClient['list'] = (_scope, { limit = 50, next = '0' } = {}) =>
    this._answer(`list ${next}`, () => {
      const [from, to] = [Number(next), Number(next) + limit];
      return {
        items: this.items.slice(from, to),
        next: to < this.items.length ? String(to) : null
      };
    });

  usage: SnapshotClient['usage'] = () =>
    this._answer('usage', () => this.space);

  get: SnapshotClient['get'] = (_scope, id) =>
    this._answer(`get ${id}`, () =>
      snapshotOf({
        ...this.items.find(item => item.id === id),
        withheld: [...this.withheld],
        message: this.message
      })
    );

  diff: SnapshotClient['diff'] = (_scope, from, to) =>
    this._answer(`diff ${from} ${to}`, () => this.difference);

  file: SnapshotClient['file'] = (_scope, id, path) =>
    this._answer(`file ${id} ${path}`, () => this._blob(path));

  folder: SnapshotClient['folder'] = (
    _scope,
    id,
    { path = '', offset = 0 } = {}
  ) =>
    this._answer(`folder ${id} ${path} ${offset}`, () => ({
      items: this.entries.get(path) ?? [],
      next: null
    }));

  create: SnapshotClient['create'] = ({ message, take = [] }) =>
    this._begin(['create', message ?? '', ...take].join(' '));

  inspect: SnapshotClient['inspect'] = (_scope, url) =>
    this._answer(`inspect ${url}`, () => this.inspection);

  restore: SnapshotClient['restore'] = request => {
    this.restored.push(request);
    return this._begin('restore');
  };

  resume: SnapshotClient['resume'] = (_scope, id, { folder, allow }) =>
    this._answer(`resume ${id} ${folder} ${allow.join(' ')}`, () => null);

  trust: SnapshotClient['trust'] = (key, name) =>
    this._answer(`trust ${key} ${name}`, () => undefined);

  keep: SnapshotClient['keep'] = (_scope, id, name) =>
    this._answer(`keep ${id} ${name}`, () => snapshotOf({ id, kept: name }));

  secrets: SnapshotClient['secrets'] = (_scope, id) =>
    this._answer(`secrets ${id}`, () => ({ paths: [...this.taken], more: 0 }));

  publish: SnapshotClient['publish'] = (_scope, id, remote, allowed = {}) =>
    this._begin(
      `publish ${id} ${remote}${allowed.secrets ? ' with secrets' : ''}`
    );

  remove: SnapshotClient['remove'] = (_scope, id) =>
    this._answer(`remove ${id}`, () => {
      this.items = this.items.filter(item => item.id !== id);
    });

  withdraw: SnapshotClient['withdraw'] = (_scope, id, remote) =>
    this._begin(`withdraw ${id} ${remote}`);

  fetch: SnapshotClient['fetch'] = (_scope, url) => this._begin(`fetch ${url}`);

  subscriptions: SnapshotClient['subscriptions'] = () =>
    this._answer('subscriptions', () => []);

  subscribe: SnapshotClient['subscribe'] = (_scope, remote, bucket) =>
    this._begin(`subscribe ${remote} ${bucket}`);

  unsubscribe: SnapshotClient['unsubscribe'] = (_scope, remote, bucket) =>
    this._answer(`unsubscribe ${remote} ${bucket}`, () => undefined);

  poll: SnapshotClient['poll'] = () => this._begin('poll');

  verify: SnapshotClient['verify'] = () => this._begin('verify');

  recover: SnapshotClient['recover'] = (_scope, choice) =>
    this._begin(`recover ${choice}`);

  prune: SnapshotClient['prune'] = () => this._begin('prune');

  runChanges: SnapshotClient['runChanges'] = (_scope, run) =>
    this._answer(`changes ${run}`, () => this.difference);

  runFile: SnapshotClient['runFile'] = (_scope, run, path, side) =>
    this._answer(`file ${run} ${path} ${side}`, () => this._blob(path));

  applyRunFiles: SnapshotClient['applyRunFiles'] = (_scope, run, paths) =>
    this._begin(`apply ${run} ${paths.join(' ')}`);

  operation: SnapshotClient['operation'] = (_scope, id) =>
    this._answer(`operation ${id}`, () => this._look());

  cancel: SnapshotClient['cancel'] = (_scope, id) =>
    this._answer(`cancel ${id}`, () => {
      this.course = [operationOf({ id, state: 'cancelled' })];
      return operationOf({ id });
    });

  private _blob(path: string): Blob {
    const text = this.files.get(path) ?? '';
    // The blobs of the tests' page cannot be read.
    return Object.assign(new Blob([text]), { text: async () => text });
  }

  private _begin(question: string): Promise<Operation> {
    return this._answer(question, () => operationOf());
  }

  private _look(): Operation {
    const [now = operationOf()] = this.course;
    if (this.course.length > 1) {
      this.course.shift();
    }
    return now;
  }

  private async _answer<T>(question: string, answer: () => T): Promise<T> {
    this.asked.push(question);
    if (this.problem) {
      throw new EngineError(this.problem);
    }
    return answer();
  }
}
