import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, relative } from 'node:path';

import { v7 as newId } from 'uuid';

import type {
  Inspection,
  RestoreRequest,
  Restored,
  Resume,
  ResumeRequest,
  Snapshot
} from '../../../core/api/types';
import { FETCHED } from '../../../core/api/buckets';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { HOME } from '../../store/layout';
import type { Store } from '../../store/store';
import { setApart } from '../../trees/apart';
import { isOwn, withheldKinds } from './code-kinds';
import { loadingCode } from './kernel-code';
import { checked, Inspecting } from './inspecting';
import { refusalHere, seenOf } from './looking';
import { captureOptions } from '../taking/scope';
import { isLink, Served } from '../service/served';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';
import type { BroughtVariable, Whole } from '../variables/from-beside';
import { stateFile } from '../variables/state';
import type { WireRestored } from '../service/wire';
import { storedWhole } from './whole';

/** Opens snapshots: says what that would do, and does what was agreed to. */
export class Opening {
  private readonly served: Served;
  private readonly inspecting: Inspecting;

  /** `root`: the served folder; `runtime`: the folder of our Python package's runtime. */
  constructor(
    private readonly snapshots: Snapshots,
    private readonly store: Store,
    root: string,
    private readonly runtime: () => string
  ) {
    const { workspace } = store.layout;
    this.served = new Served(root, workspace);
    this.inspecting = new Inspecting(snapshots, workspace, this.served);
  }

  /** What opening it would do; nothing is written. */
  inspect(url: string, following: Following = {}): Promise<Inspection> {
    return this.inspecting.inspect(url, following);
  }

  /** Resolves when everything is in place; cancelled or failed, the workspace is as it was. */
  async restore(
    request: RestoreRequest,
    following: Following
  ): Promise<Restored> {
    const url = await this.near(checked(request.url), following);
    const snapshot = await this.openable(url, request.url);
    const done =
      request.to === 'here'
        ? await this.here(snapshot, request, following)
        : await this.anew(snapshot, request, following);
    this.snapshots.settle(done.folder);
    const resume = await this.resume(snapshot, request.allow, done.folder);
    return { ...done, folder: this.served.path(done.folder), resume };
  }

  /** How to load the variables of a snapshot that was opened, with what is allowed by now. */
  async again(
    id: string,
    { folder, allow }: ResumeRequest
  ): Promise<Resume | null> {
    const snapshot = await this.openable(id, id);
    return this.resume(snapshot, allow, this.served.full(folder));
  }

  /** Refuses what somebody changed since it was signed; `url` names it to people. */
  private async openable(id: string, url: string): Promise<Snapshot> {
    const snapshot = await this.snapshots.get(id);
    if (snapshot.signer.state === 'invalid') {
      throw new Refusal(messages.badSignature(url));
    }
    return snapshot;
  }

  /** A link to a remote is fetched; whoever restores it has agreed to that. */
  private async near(url: string, following: Following): Promise<string> {
    if (!isLink(url)) {
      return url;
    }
    const args = { url, bucket: FETCHED };
    const found = await this.snapshots.ask<{ readonly url: string }>(
      'fetch',
      args,
      following
    );
    return found.url;
  }

  private async here(
    snapshot: Snapshot,
    { keep = [], allow }: RestoreRequest,
    following: Following
  ): Promise<Omit<Restored, 'resume'>> {
    const { workspace } = this.store.layout;
    const why = isOwn(snapshot)
      ? null
      : refusalHere(
          snapshot,
          await this.snapshots.diff('now', snapshot.id, seenOf(snapshot))
        );
    if (why !== null) {
      throw new Refusal(messages.notOpenedHere(why));
    }
    const withhold = withheldKinds(snapshot, allow);
    const capture = await captureOptions(workspace);
    const done = await this.snapshots.ask<WireRestored>(
      'restoreInPlace',
      {
        snapshot: snapshot.id,
        target: workspace,
        options: { capture, keep, withhold },
        consent: true
      },
      following
    );
    const before = done.safety ? await this.snapshots.find(done.safety) : null;
    return {
      folder: workspace,
      written: done.files,
      removed: done.removed,
      withheld: done.withheld,
      linksOut: done.heldBack,
      safety: before?.url ?? null
    };
  }

  private async anew(
    snapshot: Snapshot,
    { folder, allow, url }: RestoreRequest,
    following: Following
  ): Promise<Omit<Restored, 'resume'>> {
    const target = this.served.full(
      folder ?? this.served.freeFolder(snapshot, url)
    );
    if (/(?:^|[/\\])\.git(?:[/\\]|$)/i.test(target)) {
      throw new Refusal(messages.insideGit(target));
    }
    if (target.split(/[/\\]/).includes(HOME)) {
      throw new Refusal(messages.insideStore(target));
    }
    const foreign = !isOwn(snapshot);
    const withhold = withheldKinds(snapshot, allow);
    const done = await this.snapshots.ask<WireRestored>(
      'restore',
      { snapshot: snapshot.id, target, foreign, withhold },
      following
    );
    await setApart(target, snapshot.id);
    return {
      folder: target,
      written: done.files,
      removed: done.removed,
      withheld: done.withheld,
      linksOut: done.heldBack,
      safety: null
    };
  }

  /** How to get the variables into a kernel; null when the snapshot has no notebook. */
  private async resume(
    snapshot: Snapshot,
    allow: RestoreRequest['allow'],
    folder: string
  ): Promise<Resume | null> {
    const { notebook } = snapshot;
    // How the variables are to be loaded is written down in the store.
    const isTold = notebook !== null && !this.snapshots.isReadOnly;
    if (!isTold || !isBelow(folder, notebook)) {
      return null;
    }
    const record = await storedWhole(this.snapshots, snapshot.id);
    const trusted = allow.includes('variables');
    const withCells = allow.includes('cells');
    const sources = withCells ? record.sources : [];
    const { variables, parameters } = record;
    const isAny = variables.length + parameters.length + sources.length > 0;
    return {
      notebook: this.served.path(join(folder, notebook)),
      cell: record.cell,
      definitions: withCells ? record.definitions : [],
      code: isAny
        ? await this.loading({ ...record, sources }, trusted, folder)
        : null,
      variables: variables.length,
      missing: record.missing
    };
  }

  private async loading(
    record: Whole,
    trusted: boolean,
    folder: string
  ): Promise<string> {
    const scratch = join(this.store.layout.tmp, `resume-${newId()}`);
    await fs.mkdir(scratch, { recursive: true });
    const placed = async (entry: BroughtVariable) => {
      const own = this.store.objects.path(entry.digest);
      const path = existsSync(own) ? own : join(scratch, stateFile(entry));
      if (!existsSync(path)) {
        const name = stateFile(entry);
        const args = { snapshot: entry.snapshot, name, target: path };
        // What is not there costs one variable, which the kernel then tells of.
        await this.snapshots.ask('exportState', args).catch(missingOnly);
      }
      return { ...entry, path };
    };
    const variables = await inTurn(record.variables, placed);
    const aside = await inTurn(record.aside, placed);
    const request = join(scratch, 'request.json');
    const { python, versions, sources, places, parameters } = record;
    const how = { trusted, python, versions, sources, places };
    await fs.writeFile(
      request,
      JSON.stringify({ variables, aside, parameters, ...how })
    );
    // Who allowed no code of the snapshot gets none by way of an import either.
    const apart = trusted || sources.length > 0 ? null : folder;
    return loadingCode(this.runtime(), request, apart);
  }
}

/** One after the other: two variables may have one file. */
async function inTurn<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>
): Promise<readonly R[]> {
  const done: R[] = [];
  for (const item of items) {
    done.push(await work(item));
  }
  return done;
}

function isBelow(folder: string, path: string): boolean {
  return !relative(folder, join(folder, path)).startsWith('..');
}

function missingOnly(reason: unknown): void {
  if (!(reason instanceof Refusal) || reason.problem.status !== 404) {
    throw reason;
  }
}
