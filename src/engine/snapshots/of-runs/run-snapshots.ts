import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import { textOf } from '../../failure';
import type { Layout } from '../../store/layout';
import type { ObjectStore } from '../../store/objects';
import type { SnapshotService } from '../service/service';
import { Alive, type StepRemains, type Variables } from '../variables/alive';
import { definitionsOf, goneParameters, parametersOf } from './run-code';
import { copyOptions } from '../taking/scope';
import {
  type KeptVariable,
  NO_STATE,
  readState,
  sizeOf,
  type StateRecord,
  stateFile
} from '../variables/state';
import type { WireCreated, WireState } from '../service/wire';

/** A step that has ended well, and the URL of the snapshot of what it left. */
export interface StepLeft {
  readonly name: string;
  readonly after: string;
}

/** Milliseconds by which the times of files may be too early. */
const COARSE = 1000;

/** A run as its snapshots name it. */
export interface SnapshotRun {
  readonly id: string;
  readonly number: number;
  /** Path of the notebook in the workspace. */
  readonly notebook: string;
  readonly pipeline: Pipeline;
  /** Values of parameters that are not their defaults. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Takes the snapshots of one run: at its start, before and after each step. */
export class RunSnapshots {
  private readonly bucket: string;
  private readonly store: string;
  /** URLs of what steps left, and under null of what the run began with. */
  private readonly known = new Map<string | null, string>();
  /** What was alive behind each step that has ended. */
  private readonly alive: Alive;
  /** Digests of variables that snapshots of this run have brought. */
  private readonly counted = new Set<string>();
  private readonly began = Date.now();

  constructor(
    private readonly service: SnapshotService,
    private readonly layout: Layout,
    private readonly run: SnapshotRun,
    private readonly objects: ObjectStore,
    /** Told what could not be taken, and why. */
    private readonly onProblem: (text: string, why: string) => void
  ) {
    this.bucket = nameInStore(run.pipeline.name);
    this.store = layout.snapshots;
    this.alive = new Alive(run.pipeline);
  }

  /**
   * Looks up what steps had left that ended before the run was interrupted, in the snapshots behind
   * them. What is not there any more is not brought along.
   */
  async recall(ended: readonly StepLeft[]): Promise<void> {
    const { store } = this;
    for (const { name, after } of ended) {
      try {
        const args = { store, snapshot: after };
        const { state } = await this.service.ask<WireState>('state', args);
        const record = readState(state?.record);
        const { variables, aside, missing } = record;
        const isThere = ({ digest }: KeptVariable) =>
          existsSync(this.objects.path(digest));
        this.alive.recall(name, {
          variables: variables.filter(isThere),
          aside: aside.filter(isThere),
          missing,
          gone: goneParameters(this.run.pipeline, record)
        });
        this.remember(name, after);
      } catch (reason) {
        this.onProblem(name, textOf(reason));
      }
    }
  }

  /** The workspace as the run found it; the URL, or null when none could be taken. */
  async start(root: string): Promise<string | null> {
    const { pipeline } = this.run;
    const [cell = null] = pipeline.steps[0]?.cells ?? [];
    const record = { ...this.record({}, null, false), cell };
    const moment = { name: 'start', step: null, number: 1, when: null, record };
    return this.remember(null, await this.take({ root }, moment));
  }

  /** What a step is about to work with. */
  before(
    root: string,
    { step, number }: StepTry,
    variables: readonly KeptVariable[]
  ): Promise<string | null> {
    const { name, after } = step;
    const found = this.alive.before(step, variables);
    const record = this.record(found, step, false);
    // With one step before it, or none, the files are as that left them: nothing has to be walked.
    const [parent = null, ...others] = after;
    const same = others.length === 0 ? this.known.get(parent) : undefined;
    return this.take(same === undefined ? { root } : { same }, {
      name: `${name}-before`,
      step: name,
      number,
      when: 'before',
      record
    });
  }

  /** What a step has left. */
  async after(
    root: string,
    which: StepTry,
    remains: StepRemains
  ): Promise<string | null> {
    const moment = this.afterwards(which, remains);
    return this.remember(which.step.name, await this.take({ root }, moment));
  }

  /**
   * What a failed step has left: a picture, no result. `out` is the folder in which its variables
   * still lie.
   */
  afterFailure(
    root: string,
    which: StepTry,
    remains: StepRemains,
    out: string
  ): Promise<string | null> {
    return this.take({ root }, { ...this.afterwards(which, remains), out });
  }

  private afterwards({ step, number }: StepTry, remains: StepRemains): Moment {
    const found = this.alive.after(step, remains);
    const record = this.record(found, step, true);
    const name = `${step.name}-after`;
    return { name, step: step.name, number, when: 'after', record };
  }

  private record(
    { gone, ...found }: Partial<StateRecord & Variables>,
    step: PipelineStep | null,
    isBehind: boolean
  ): StateRecord {
    const { pipeline, values } = this.run;
    const code = definitionsOf(pipeline, step, isBehind);
    const cell = step?.cells.at(isBehind ? -1 : 0) ?? null;
    const record = { ...NO_STATE, ...code, ...found, cell };
    const others = [...record.variables, ...record.missing];
    const known = new Set([...(gone ?? []), ...others.map(({ name }) => name)]);
    const parameters = parametersOf(pipeline, values);
    return {
      ...record,
      parameters: parameters.filter(({ name }) => !known.has(name))
    };
  }

  private remember(step: string | null, url: string | null): string | null {
    if (url !== null) {
      this.known.set(step, url);
    }
    return url;
  }

  private async take(files: Files, moment: Moment): Promise<string | null> {
    const { store } = this;
    const { record, out } = moment;
    const kept = Object.fromEntries(
      [...record.variables, ...record.aside].map(item => [
        stateFile(item),
        {
          path: this.fileOf(item, out),
          digest: item.digest,
          size: item.bytes
        }
      ])
    );
    const state = { record, files: kept };
    const description = this.description(moment, await this.addedBy(moment));
    try {
      await this.service.ask('open', { store });
      const made =
        'same' in files
          ? await this.service.ask<WireCreated>('record', {
              store,
              snapshot: files.same,
              description,
              state
            })
          : await this.service.ask<WireCreated>('create', {
              store,
              roots: { workspace: files.root },
              description,
              options: await copyOptions(files.root, this.layout, this.run.id),
              state
            });
      return made.url;
    } catch (reason) {
      this.onProblem(moment.name, textOf(reason));
      return null;
    }
  }

  /** Bytes of variables that no snapshot had yet: their files were written since the run began. */
  private async addedBy({ record, out }: Moment): Promise<number> {
    const added = [];
    for (const item of [...record.variables, ...record.aside]) {
      const path = this.fileOf(item, out);
      const written = await stat(path).catch(() => null);
      const isNew = (written?.mtimeMs ?? 0) >= this.began - COARSE;
      if (isNew && !this.counted.has(item.digest)) {
        added.push(item);
      }
    }
    added.forEach(({ digest }) => this.counted.add(digest));
    return sizeOf(added);
  }

  private fileOf({ digest, file }: KeptVariable, out?: string): string {
    const own = out === undefined ? null : join(out, file);
    // What came from other steps is in the store also when the step failed.
    return own !== null && existsSync(own) ? own : this.objects.path(digest);
  }

  private description(
    { name, step, number: attempt, when, record, out }: Moment,
    addedState: number
  ) {
    const { id, number, notebook, pipeline } = this.run;
    const isPartial = out !== undefined;
    const cells = pipeline.cells.filter(({ id }) => id === record.cell);
    const place = when === 'after' ? cells[0]?.index : undefined;
    return {
      bucket: this.bucket,
      name: nameInStore(`${number}-${name}`),
      title: titleOf(step, attempt, when, isPartial),
      notebook,
      step,
      when,
      run: id,
      environment: {
        number,
        ...(place !== undefined && { place }),
        python: record.python,
        variables: record.variables.length,
        stateBytes: sizeOf([...record.variables, ...record.aside]),
        addedState,
        ...(attempt > 1 && { attempt }),
        ...(isPartial && { partial: true })
      }
    };
  }
}

/** What files a snapshot has: those of a folder, or the same as another one. */
type Files = { readonly root: string } | { readonly same: string };

/** A step, and which try of it this is, from 1. */
export interface StepTry {
  readonly step: PipelineStep;
  readonly number: number;
}

interface Moment {
  readonly name: string;
  readonly step: string | null;
  /** Which try of the step. */
  readonly number: number;
  readonly when: 'before' | 'after' | null;
  readonly record: StateRecord;
  /** Of a step that failed: the folder in which its variables still lie. */
  readonly out?: string;
}

function titleOf(
  step: string | null,
  attempt: number,
  when: 'before' | 'after' | null,
  isPartial: boolean
): string {
  const again = attempt > 1 ? ` (try ${attempt})` : '';
  const title = step === null ? 'at start' : `${when} ${step}${again}`;
  return isPartial ? `${title}, which failed` : title;
}

/** Names of pipelines and steps may have what names in the store may not. */
export function nameInStore(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 100) || 'runs';
}
