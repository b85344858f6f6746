import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

import type { Analyser, Analysis as Found } from '../core/analyse';
import type { Analysis, Inspection, RunRequest } from '../core/api/types';
import { hasErrors } from '../core/diagnostic';
import type { Pipeline } from '../core/pipeline/types';
import { codeOf } from './failure';
import { interpreterOf } from './kernels/choose';
import { localModules } from './local-modules';
import { Machine } from './machine';
import * as messages from './messages';
import { outsideFiles } from './outside-files';
import { PrivateFolder } from './private-folder';
import { Refusal } from './refusal';
import { textOfKey } from './snapshots/listing/keys';
import { inspectionOf, lookElsewhere } from './snapshots/opening/looking';
import { Served } from './snapshots/service/served';
import type { Following } from './snapshots/service/service';
import { layoutOf } from './store/layout';
import { valuesOf } from './values';
import { type Workspace } from './workspace';
import { isFileSystem, pathIn, workspaceOf } from './workspace-folder';
import { PeerServer } from './server/peer-server';
import { waitForOthers } from './leaving';
import { type Place, Places } from './places';

/** What the engine needs from the program that it runs in. */
export interface EngineOptions {
  readonly version: string;
  /** Folder of our Python package, for the runtime of the steps. */
  readonly packageFolder: string;
  /** Script of the store's thread; without it the database is written on this thread. */
  readonly storeProgram?: string;
  readonly createAnalyser: () => Analyser;
  /** It is there for one short request, so it begins nothing for other engines. */
  readonly isBrief?: boolean;
  /** Snapshots of a workspace in which nothing can be written are read all the same. */
  readonly mayOnlyRead?: boolean;
  /** Milliseconds that the owner of a workspace has to say where it answers, or to end. */
  readonly ownerMs?: number;
}

/** How an engine waits for what it does for others. */
export interface Leaving {
  /** Told once that it has to wait. */
  readonly onWait: () => void;
  /** Ends the wait: what goes on is stopped, so that it can be gone on with elsewhere. */
  readonly signal: AbortSignal;
}

/** A notebook, or a folder, that a request is about. */
export interface Target {
  /** Absolute path. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly workspace: string;
}

/** A notebook that can be run. */
export interface Runnable {
  readonly pipeline: Pipeline;
  readonly notebook: Found['notebook'];
  /** What is worth saying when it starts. */
  readonly remarks: readonly string[];
}

const MOST_ANALYSERS = 20;

/** What somebody waits for already is answered still, if it takes no longer. */
const ANSWER_MS = 100;

/** The engine: the workspaces that it owns, and the machine that their runs share. */
export class Engine {
  readonly version: string;
  private readonly folder = new PrivateFolder();
  private readonly machine: Machine;
  private readonly places: Places;
  private readonly analysers = new Map<string, Analyser>();
  private readonly peers: PeerServer;
  private closing: Promise<void> | null = null;

  constructor(private readonly options: EngineOptions) {
    this.version = options.version;
    this.machine = new Machine(options.packageFolder, this.folder);
    const { isBrief = false, storeProgram, ownerMs, mayOnlyRead } = options;
    this.peers = new PeerServer(this, this.folder, isBrief);
    const { machine, peers } = this;
    this.places = new Places(
      machine,
      peers,
      storeProgram,
      ownerMs,
      mayOnlyRead
    );
  }

  /** Finds what a path of a request names; it may not leave `root`. */
  target(root: string, path: string): Target {
    const full = resolve(root, path);
    const inside = relative(root, full);
    if (isAbsolute(inside) || inside.split(/[\\/]/)[0] === '..') {
      throw new Refusal(messages.outsideRoot(path));
    }
    const isFolder = existsSync(full) && statSync(full).isDirectory();
    return {
      path: full,
      isFolder,
      workspace: workspaceOf(isFolder ? full : dirname(full))
    };
  }

  /** True when the workspace has a store, or this engine has just made one. */
  hasStore(workspace: string): boolean {
    return existsSync(layoutOf(workspace).database);
  }

  /** True when the workspace has snapshots: also those that only a kernel has taken. */
  hasSnapshots(workspace: string): boolean {
    return existsSync(layoutOf(workspace).snapshots);
  }

  /** What opening a link would do in a folder without snapshots; it gets no store by it. */
  async inspectLink(
    url: string,
    workspace: string,
    root: string,
    following: Following
  ): Promise<Inspection> {
    const { scratch } = this.machine;
    const found = await lookElsewhere(scratch, workspace, url, following);
    return inspectionOf(url, found, workspace, new Served(root, workspace));
  }

  /** Opens a workspace, or finds who owns it; the whole file system is refused. */
  async place(workspace: string): Promise<Place> {
    if (isFileSystem(workspace)) {
      throw new Refusal(messages.wholeFileSystem(workspace));
    }
    return this.places.find(workspace);
  }

  /** Analyses a notebook as it stands in a file, or as the editor holds it. */
  async analyse(path: string, content?: unknown): Promise<Analysis> {
    const { pipeline, diagnostics } = await this.compile(path, content);
    return { version: 1, pipeline, diagnostics };
  }

  /** Compiles what a request wants to run, or refuses it; this writes nothing. */
  async check(
    { path, workspace }: Target,
    request: RunRequest
  ): Promise<Runnable> {
    const found = await this.compile(path, request.content);
    const { pipeline, diagnostics, notebook } = found;
    if (hasErrors(diagnostics)) {
      throw new Refusal(messages.notebookErrors(request.notebook, diagnostics));
    }
    if (!pipeline) {
      throw new Refusal(messages.noSteps(request.notebook, diagnostics));
    }
    const names = pipeline.steps.map(({ name }) => name);
    if (request.until !== undefined && !names.includes(request.until)) {
      throw new Refusal(messages.unknownStep(request.until, names));
    }
    const outside = outsideFiles(pipeline, path, workspace, request.until);
    if (outside.refused) {
      throw new Refusal(outside.refused);
    }
    if (!this.machine.runtime.isThere) {
      throw new Refusal(messages.noRuntime(this.machine.packageFolder));
    }
    return { pipeline, notebook, remarks: outside.remarks };
  }

  /** Starts the run of a request that was checked; returns the run's id. */
  async start(
    workspace: Workspace,
    { path, workspace: folder }: Target,
    request: RunRequest,
    { pipeline, notebook, remarks }: Runnable
  ): Promise<string> {
    const kernel = interpreterOf(request.kernel ?? pipeline.kernel);
    // It warms up while the workspace is copied; the first step says why it could not.
    this.machine.host(kernel, pipeline).catch(() => undefined);
    return workspace.start({
      notebook: pathIn(folder, path),
      pipeline,
      kernel,
      values: valuesOf(pipeline, notebook, request.parameters ?? {}),
      until: request.until ?? null,
      remarks
    });
  }

  /** Trusts what a key, in hex digits, signs from now on; for this person in all workspaces. */
  async trust(hex: string, name: string): Promise<void> {
    const key = textOfKey(hex);
    const store = join(this.folder.path, 'trust');
    await this.machine.snapshots.ask('open', { store });
    await this.machine.snapshots.ask('trust', { store, key, comment: name });
  }

  /**
   * Resolves when no other engine has anything under way here; from then on nothing more is
   * taken from them. They are told to come again, and find the store free.
   */
  async leave(leaving: Leaving): Promise<void> {
    await waitForOthers(this.places, this.peers, leaving);
  }

  /**
   * Interrupts all runs and gives everything back. Removing what runs no longer need takes at
   * most `tidyMs`; the next engine does the rest.
   */
  async close(tidyMs = Infinity): Promise<void> {
    this.closing ??= (async () => {
      this.peers.leave();
      await this.peers.answered(ANSWER_MS);
      const workspaces = await this.places.workspaces();
      // The workers go first: what they burn is missed by all that is still to be done. Nothing
      // may be awaited before the runs are closed, or they take this for a failure.
      const machine = this.machine.close();
      await Promise.all(workspaces.map(item => item.close(tidyMs)));
      await machine;
      this.peers.close();
      this.folder.remove();
    })();
    return this.closing;
  }

  private async compile(path: string, content?: unknown): Promise<Found> {
    const analyser = this.analysers.get(path) ?? this.options.createAnalyser();
    this.remember(path, analyser);
    const json = content === undefined ? await readNotebook(path) : content;
    const modules = await localModules(json, path);
    const name = path.split('/').at(-1) ?? path;
    return analyser.analyse(json, { name, modules });
  }

  // The notebooks used last keep their analyser, which remembers the facts of their cells.
  private remember(path: string, analyser: Analyser): void {
    this.analysers.delete(path);
    this.analysers.set(path, analyser);
    const [oldest] = this.analysers.keys();
    if (this.analysers.size > MOST_ANALYSERS && oldest !== undefined) {
      this.analysers.delete(oldest);
    }
  }
}

async function readNotebook(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (reason) {
    const code = codeOf(reason);
    throw new Refusal(
      code === 'ENOENT'
        ? messages.notebookMissing(path)
        : messages.notebookUnreadable(
            path,
            code === 'EISDIR' ? 'it is a folder' : code
          )
    );
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal(
      messages.notebookUnreadable(
        path,
        text.trim() === '' ? 'the file is empty' : 'it is not JSON'
      )
    );
  }
}

/** Name of a notebook for the API: relative to what is served. */
export function renameFor(root: string, workspace: string) {
  return (notebook: string): string =>
    pathIn(root, join(workspace, notebook)) || notebook;
}
