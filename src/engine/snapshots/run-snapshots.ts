import { join } from 'node:path';

import type { MissingVariable } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import { textOf } from '../failure';
import type { ObjectStore } from '../store/objects';
import type { SnapshotService } from './service';
import { captureOptions } from './scope';
import {
  type KeptVariable,
  NO_STATE,
  type StateRecord,
  stateFile
} from './state';
import type { WireCreated } from './wire';

/** A run as its snapshots name it. */
export interface SnapshotRun {
  readonly id: string;
  readonly number: number;
  /** Path of the notebook in the workspace. */
  readonly notebook: string;
  readonly pipeline: Pipeline;
}

/** What a step had when it ended, besides its files. */
export interface StepRemains {
  readonly variables: readonly KeptVariable[];
  readonly missing: readonly MissingVariable[];
  readonly python: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** Takes the snapshots of one run: at its start, before and after each step. */
export class RunSnapshots {
  private readonly bucket: string;

  constructor(
    private readonly service: SnapshotService,
    private readonly store: string,
    private readonly run: SnapshotRun,
    private readonly objects: ObjectStore,
    /** Told what could not be taken, and why. */
    private readonly onProblem: (text: string, why: string) => void
  ) {
    this.bucket = nameInStore(run.pipeline.name);
  }

  /** The workspace as the run found it; the URL, or null when none could be taken. */
  start(root: string): Promise<string | null> {
    const { pipeline } = this.run;
    const cell = pipeline.steps[0]?.cells[0] ?? null;
    return this.take(root, 'start', null, null, {
      ...NO_STATE,
      ...definitionsOf(pipeline),
      cell
    });
  }

  /** What a step is about to work with. */
  before(
    root: string,
    step: PipelineStep,
    variables: readonly KeptVariable[]
  ): Promise<string | null> {
    return this.take(root, `${step.name}-before`, step.name, 'before', {
      ...NO_STATE,
      ...definitionsOf(this.run.pipeline),
      variables,
      cell: step.cells[0] ?? null
    });
  }

  /** What a step has left. */
  after(
    root: string,
    step: PipelineStep,
    remains: StepRemains
  ): Promise<string | null> {
    return this.take(root, `${step.name}-after`, step.name, 'after', {
      ...NO_STATE,
      ...definitionsOf(this.run.pipeline),
      ...remains,
      cell: step.cells.at(-1) ?? null
    });
  }

  /**
   * What a failed step has left: a picture, no result. `out` is the folder in which its variables
   * still lie.
   */
  afterFailure(
    root: string,
    step: PipelineStep,
    remains: StepRemains,
    out: string
  ): Promise<string | null> {
    const record = {
      ...NO_STATE,
      ...definitionsOf(this.run.pipeline),
      ...remains,
      cell: step.cells.at(-1) ?? null
    };
    const name = `${step.name}-after`;
    return this.take(root, name, step.name, 'after', record, out);
  }

  private async take(
    root: string,
    name: string,
    step: string | null,
    when: 'before' | 'after' | null,
    record: StateRecord,
    out: string | null = null
  ): Promise<string | null> {
    const { id, number, notebook } = this.run;
    const isPartial = out !== null;
    const files = Object.fromEntries(
      record.variables.map(item => [
        stateFile(item),
        {
          path: isPartial
            ? join(out, item.file)
            : this.objects.path(item.digest),
          digest: item.digest,
          size: item.bytes
        }
      ])
    );
    try {
      await this.service.ask('open', { store: this.store });
      const made = await this.service.ask<WireCreated>('create', {
        store: this.store,
        roots: { workspace: root },
        description: {
          bucket: this.bucket,
          name: nameInStore(`${number}-${name}`),
          title: titleOf(step, when, isPartial),
          notebook,
          step,
          when,
          run: id,
          environment: {
            number,
            python: record.python,
            variables: record.variables.length,
            ...(isPartial && { partial: true })
          }
        },
        options: await captureOptions(root),
        state: { record, files }
      });
      return made.url;
    } catch (reason) {
      this.onProblem(name, textOf(reason));
      return null;
    }
  }
}

function titleOf(
  step: string | null,
  when: 'before' | 'after' | null,
  isPartial: boolean
): string {
  const title = step === null ? 'at start' : `${when} ${step}`;
  return isPartial ? `${title}, which failed` : title;
}

/** Names of pipelines and steps may have what names in the store may not. */
export function nameInStore(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 100) || 'runs';
}

/** Cells that only define can be run again; of cells of steps only what they define. */
function definitionsOf({
  definitions,
  steps
}: Pipeline): Pick<StateRecord, 'definitions' | 'sources'> {
  const inSteps = new Set(steps.flatMap(({ cells }) => cells));
  const own = definitions.filter(({ cell }) => !inSteps.has(cell));
  const others = definitions.filter(({ cell }) => inSteps.has(cell));
  return {
    definitions: [...new Set(own.map(({ cell }) => cell))],
    sources: others.map(({ source }) => source)
  };
}
