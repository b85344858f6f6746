import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';

import { v7 as newId } from 'uuid';

import type {
  CodeKind,
  Inspection,
  RestoreRequest,
  Restored,
  Resume,
  Snapshot
} from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import { HOME } from '../store/layout';
import type { Store } from '../store/store';
import { captureOptions } from './scope';
import type { Following } from './service';
import type { Snapshots } from './snapshots';
import { readState, stateFile, type StateRecord } from './state';
import type { WireInspection, WireRestored, WireState } from './wire';

/** Opens snapshots: says what that would do, and does what was agreed to. */
export class Opening {
  /** `root`: the served folder; `runtime`: the folder of our Python package's runtime. */
  constructor(
    private readonly snapshots: Snapshots,
    private readonly store: Store,
    private readonly root: string,
    private readonly runtime: () => string
  ) {}

  /** Nothing is written. */
  async inspect(url: string): Promise<Inspection> {
    const snapshot = await this.snapshots.get(checked(url));
    const { hazards, linksOut } = await this.look(snapshot.id);
    const { workspace } = this.store.layout;
    const diff = await this.snapshots.diff('now', snapshot.id);
    const { bavail, bsize } = await fs.statfs(workspace);
    return {
      url,
      source: 'this workspace',
      snapshot,
      fetch: 0,
      free: bavail * bsize,
      folder: this.freeFolder(snapshot),
      workspace: this.served(workspace),
      here: { ...diff, refused: null },
      code: [...codeOf(hazards), ...variablesOf(snapshot)],
      links: await this.linksOf(snapshot.id, linksOut)
    };
  }

  /** Resolves when everything is in place; cancelled or failed, the workspace is as it was. */
  async restore(
    request: RestoreRequest,
    following: Following
  ): Promise<Restored> {
    const url = await this.near(checked(request.url), following);
    const snapshot = await this.snapshots.get(url);
    if (snapshot.signer.state === 'invalid') {
      throw new Refusal(messages.badSignature(request.url));
    }
    const done =
      request.to === 'here'
        ? await this.here(snapshot, request, following)
        : await this.anew(snapshot, request, following);
    const resume = await this.resume(snapshot, request, done.folder);
    return { ...done, folder: this.served(done.folder), resume };
  }

  /** A link to a remote is fetched; whoever restores it has agreed to that. */
  private async near(url: string, following: Following): Promise<string> {
    if (!url.startsWith('snap+')) {
      return url;
    }
    const bucket = 'fetched';
    const args = { url, bucket };
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
    const { hazards } = await this.look(snapshot.id);
    const refused = isOwn(snapshot) ? [] : withheld(hazards, allow);
    const capture = await captureOptions(workspace);
    const done = await this.snapshots.ask<WireRestored>(
      'restoreInPlace',
      {
        snapshot: snapshot.id,
        target: workspace,
        options: { capture, keep: [...keep, ...refused] },
        consent: true
      },
      following
    );
    const before = done.safety ? await this.snapshots.find(done.safety) : null;
    return {
      folder: workspace,
      written: done.files,
      removed: done.removed,
      safety: before?.url ?? null
    };
  }

  private async anew(
    snapshot: Snapshot,
    { folder, allow }: RestoreRequest,
    following: Following
  ): Promise<Omit<Restored, 'resume'>> {
    const target = join(this.root, folder ?? this.freeFolder(snapshot));
    if (relative(this.root, target).startsWith('..')) {
      throw new Refusal(messages.outsideRoot(folder ?? ''));
    }
    const foreign = !isOwn(snapshot);
    const { hazards } = await this.look(snapshot.id);
    const done = await this.snapshots.ask<WireRestored>(
      'restore',
      { snapshot: snapshot.id, target, foreign },
      following
    );
    for (const path of foreign ? withheld(hazards, allow) : []) {
      await fs.rm(join(target, path), { force: true });
    }
    // The folder is a workspace of its own, wherever it lies.
    await fs.mkdir(join(target, HOME), { recursive: true });
    await fs.writeFile(join(target, HOME, '.gitignore'), '*\n');
    const { files, removed } = done;
    return { folder: target, written: files, removed, safety: null };
  }

  /** How to get the variables into a kernel; null when the snapshot has no notebook. */
  private async resume(
    snapshot: Snapshot,
    { allow }: RestoreRequest,
    folder: string
  ): Promise<Resume | null> {
    if (snapshot.notebook === null) {
      return null;
    }
    const { state } = await this.snapshots.ask<WireState>('state', {
      snapshot: snapshot.id
    });
    const record = readState(state?.record);
    const trusted = isOwn(snapshot) || allow.includes('variables');
    const hasVariables = record.variables.length > 0;
    return {
      notebook: this.served(join(folder, snapshot.notebook)),
      cell: record.cell,
      definitions: record.definitions,
      code: hasVariables
        ? await this.loading(snapshot.id, record, trusted)
        : null,
      variables: record.variables.length,
      missing: record.missing
    };
  }

  private async loading(
    snapshot: string,
    record: StateRecord,
    trusted: boolean
  ): Promise<string> {
    const folder = join(this.store.layout.tmp, `resume-${newId()}`);
    await fs.mkdir(folder, { recursive: true });
    const variables = [];
    for (const entry of record.variables) {
      const own = this.store.objects.path(entry.digest);
      const path = existsSync(own) ? own : join(folder, stateFile(entry));
      if (!existsSync(path)) {
        const name = stateFile(entry);
        const args = { snapshot, name, target: path };
        await this.snapshots.ask('exportState', args);
      }
      variables.push({ ...entry, path });
    }
    const request = join(folder, 'request.json');
    const { python, versions, sources } = record;
    await fs.writeFile(
      request,
      JSON.stringify({ variables, trusted, python, versions, sources })
    );
    return loadingCode(this.runtime(), request);
  }

  private look(snapshot: string): Promise<WireInspection> {
    return this.snapshots.ask<WireInspection>('inspect', { snapshot });
  }

  private async linksOf(
    snapshot: string,
    paths: readonly string[]
  ): Promise<Inspection['links']> {
    type Row = {
      readonly path: string;
      readonly entry: { readonly target: string | null };
    };
    const found = [];
    for (const path of paths.slice(0, LINKS)) {
      const { files } = await this.snapshots.ask<{ files: readonly Row[] }>(
        'files',
        { snapshot, path, limit: 1 }
      );
      found.push({ path, target: files[0]?.entry.target ?? '' });
    }
    return found;
  }

  private freeFolder({ notebook, id }: Snapshot): string {
    const stem = notebook
      ? basename(notebook, extname(notebook))
      : basename(this.store.layout.workspace);
    const name = `${stem}-${id.slice('sha256:'.length, 'sha256:'.length + 4)}`;
    const { workspace } = this.store.layout;
    // Beside the workspace, unless that would be outside of what is served.
    const isInside = relative(this.root, workspace) !== '';
    const home = isInside ? dirname(workspace) : this.root;
    for (let count = 1; ; count++) {
      const folder = join(home, count === 1 ? name : `${name}-${count}`);
      if (!existsSync(folder)) {
        return this.served(folder);
      }
    }
  }

  private served(path: string): string {
    return relative(this.root, path).split('\\').join('/');
  }
}

const LINKS = 50;

/** A URL, or the digest, of a snapshot; refuses what cannot be checked. */
function checked(url: string): string {
  if (!/sha256:[0-9a-f]{64}/.test(url)) {
    throw new Refusal(messages.noDigest());
  }
  return url;
}

function isOwn({ signer }: Snapshot): boolean {
  return signer.state === 'own' || signer.state === 'trusted';
}

/** What of the code of a foreign snapshot nobody agreed to. */
function withheld(
  hazards: readonly string[],
  allow: readonly CodeKind[]
): string[] {
  return hazards.filter(path => !allow.includes(kindOf(path)));
}

function kindOf(path: string): CodeKind {
  if (/(?:^|\/)\.git\/|\.vscode\/|\.idea\/|\.devcontainer\//.test(path)) {
    return 'hook';
  }
  return /(?:pyvenv\.cfg|\.pth|kernel\.json)$/.test(path)
    ? 'environment'
    : 'startup';
}

function codeOf(hazards: readonly string[]): Inspection['code'] {
  return hazards.map(path => ({
    kind: kindOf(path),
    path,
    detail: dirname(path) === '.' ? '' : dirname(path),
    canView: true
  }));
}

function variablesOf({ state }: Snapshot): Inspection['code'] {
  const names = state.flatMap(({ name, tier }) =>
    tier === 'trusted' ? name : []
  );
  const detail = names.join(', ');
  return names.length === 0
    ? []
    : [{ kind: 'variables', path: null, detail, canView: false }];
}

/** Python that a kernel runs; what it needs of ours is on its path only while it does. */
function loadingCode(runtime: string, request: string): string {
  const [folder, file] = [JSON.stringify(runtime), JSON.stringify(request)];
  return [
    'import sys as _kalette_sys',
    `_kalette_sys.path.insert(0, ${folder})`,
    'try:',
    '    from kalette.runtime.resume import resume as _kalette_resume',
    'finally:',
    `    _kalette_sys.path.remove(${folder})`,
    `_kalette_resume(${file}, globals())`,
    'del _kalette_sys, _kalette_resume'
  ].join('\n');
}
