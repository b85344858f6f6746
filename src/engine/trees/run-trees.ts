import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import { chainTree, type Layout, startTree } from '../store/layout';
import { digestOf, type ObjectStore } from '../store/objects';
import { copyTree, LARGE } from './copy';
import {
  applyDelta,
  captureDelta,
  type Conflict,
  type Delta,
  uniteDeltas
} from './delta';
import { type CopiedLink, keepLinks } from './links';
import { type Left, type Listing, listTree } from './listing';
import { dropChains, dropTrees, removeTree } from './remove';

/** A folder in which a step runs. */
export interface WorkTree {
  readonly root: string;
  readonly listing: Listing;
  readonly input: Delta;
}

/**
 * The working trees of one run. A step hands its folder on to the first that follows it alone,
 * others get copies, and where steps join, the tree is the union of what they changed. A folder
 * can always be made again, from the start and the stored delta, so a failed or killed step
 * leaves no trace.
 */
export class RunTrees {
  private readonly deltas = new Map<string, Delta>();
  private readonly free = new Map<string, WorkTree>();
  private readonly ancestors: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    private readonly layout: Layout,
    private readonly run: string,
    private readonly pipeline: Pipeline,
    private readonly objects: ObjectStore
  ) {
    this.ancestors = ancestorsOf(pipeline);
  }

  /** Copies the live workspace; whatever happens to it later, the run does not see. */
  async begin(): Promise<Left[]> {
    const start = startTree(this.layout, this.run);
    await removeTree(start);
    const links: CopiedLink[] = [];
    const left = await copyTree(this.layout.workspace, start, LARGE, links);
    await keepLinks(this.layout, this.run, links);
    return left;
  }

  /** Names the tree that the run began with; another name says that the folder was changed. */
  async startId(): Promise<string> {
    const listing = await listTree(startTree(this.layout, this.run));
    const lines = [...listing].map(
      ([path, { kind, size, mode }]) =>
        `${kind} ${mode} ${kind === 'folder' ? 0 : size} ${path}`
    );
    return digestOf(lines.join('\n'));
  }

  /** Takes over what a step left in an earlier life of the run. */
  restore(step: string, delta: Delta): void {
    this.deltas.set(step, delta);
  }

  /** The tree that a step starts in; conflicts instead when its parents contradict each other. */
  async acquire(
    step: PipelineStep
  ): Promise<WorkTree | { readonly conflicts: readonly Conflict[] }> {
    const handedOn = this.handedOn(step);
    if (handedOn) {
      return handedOn;
    }
    const { delta, conflicts } = this.united(step.after);
    if (conflicts.length > 0) {
      return { conflicts };
    }
    const root = chainTree(this.layout, this.run, step.name);
    await removeTree(root);
    // Large files are links in the start already, and are copied as links.
    await copyTree(startTree(this.layout, this.run), root, Infinity);
    await applyDelta(root, delta, this.objects);
    return { root, listing: await listTree(root), input: delta };
  }

  /** The tree after a step that ended well, as a delta whose files are in the store. */
  async capture(step: PipelineStep, tree: WorkTree): Promise<Delta> {
    const after = await listTree(tree.root);
    const delta = await captureDelta(
      {
        step: step.name,
        root: tree.root,
        start: startTree(this.layout, this.run),
        before: tree.listing,
        after,
        input: tree.input
      },
      this.objects
    );
    this.deltas.set(step.name, delta);
    if (this.hasHeir(step.name)) {
      this.free.set(step.name, {
        root: tree.root,
        listing: after,
        input: delta
      });
    } else {
      await this.discard(tree);
    }
    return delta;
  }

  /** Removes a folder that nobody goes on with; if it resists, the end of the run tries again. */
  async discard(tree: WorkTree): Promise<void> {
    await removeTree(tree.root).catch(() => undefined);
  }

  /** Removes what nobody can ask for any more; `canGoOn`: the run may still be continued. */
  async drop(canGoOn: boolean): Promise<void> {
    this.free.clear();
    await (canGoOn ? dropChains : dropTrees)(this.layout, this.run);
  }

  /** What the whole run changed. On a contradiction at the end the step that stands later wins. */
  final(): { readonly delta: Delta; readonly conflicts: readonly Conflict[] } {
    const ended = this.pipeline.steps.filter(({ name }) =>
      this.deltas.has(name)
    );
    const last = ended.filter(
      ({ name }) => !ended.some(other => other.after.includes(name))
    );
    return this.united(last.reverse().map(({ name }) => name));
  }

  private united(steps: readonly string[]): ReturnType<typeof uniteDeltas> {
    return uniteDeltas(
      steps.map(name => this.deltas.get(name) ?? new Map()),
      (a, b) => this.ancestors.get(b)?.has(a) ?? false
    );
  }

  private handedOn(step: PipelineStep): WorkTree | null {
    const [parent, ...others] = step.after;
    if (parent === undefined || others.length > 0) {
      return null;
    }
    const tree = this.free.get(parent) ?? null;
    this.free.delete(parent);
    return tree;
  }

  // The first step that needs nothing else goes on in the folder; a copy of it costs time.
  private hasHeir(name: string): boolean {
    return this.pipeline.steps.some(
      ({ after }) => after.length === 1 && after[0] === name
    );
  }
}

function ancestorsOf(pipeline: Pipeline): Map<string, Set<string>> {
  const after = new Map(pipeline.steps.map(step => [step.name, step.after]));
  const found = new Map<string, Set<string>>();
  const visit = (name: string): Set<string> => {
    const known = found.get(name);
    if (known) {
      return known;
    }
    const all = new Set<string>();
    found.set(name, all);
    for (const parent of after.get(name) ?? []) {
      all.add(parent);
      visit(parent).forEach(item => all.add(item));
    }
    return all;
  };
  pipeline.steps.forEach(({ name }) => visit(name));
  return found;
}
