import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Analyser } from '../../core/analyse';
import type { Diagnostic } from '../../core/diagnostic';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import { aStep } from '../../core/testing/pipelines';

/** A step of a test pipeline: its code, and what it waits for. */
export interface StepCode {
  readonly name: string;
  readonly code: string;
  readonly step?: Partial<PipelineStep>;
}

/** A pipeline whose steps have one cell each, with the step's own name as its id. */
export function pipelineOf(
  steps: readonly StepCode[],
  more: Partial<Pipeline> = {}
): Pipeline {
  return {
    version: 1,
    name: 'test',
    notebook: 'test.ipynb',
    kernel: 'python3',
    parameters: [],
    steps: steps.map(({ name, step }) =>
      aStep({ name, cells: [name], ...step })
    ),
    metrics: [],
    cells: steps.map(({ name, code }, index) => ({
      id: name,
      index,
      source: code
    })),
    definitions: [],
    ...more
  };
}

/** An analyser that finds this pipeline, and these diagnostics, in every notebook. */
export function analyserOf(
  pipeline: Pipeline | null,
  diagnostics: readonly Diagnostic[] = []
): () => Analyser {
  return () => ({
    analyse: (_content, file) => ({
      notebook: {
        settings: { name: pipeline?.name ?? file.name, defaults: {} },
        language: 'python',
        kernel: 'python3',
        cells: [],
        steps: [],
        isTagged: true
      },
      flow: {
        parameters: [],
        definitions: [],
        steps: [],
        edges: [],
        metrics: []
      },
      pipeline,
      diagnostics
    })
  });
}

/**
 * A fresh folder with a notebook in it, which is a workspace of its own. The metadata is what
 * the program of `testing/programs` makes of the notebook.
 */
export function makeWorkspace(
  metadata: {
    readonly pipeline?: Pipeline | null;
    readonly diagnostics?: readonly Diagnostic[];
  } = {}
): string {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-test-'));
  writeFileSync(join(folder, 'pyproject.toml'), '');
  writeFileSync(
    join(folder, 'test.ipynb'),
    JSON.stringify({ cells: [], metadata, nbformat: 4, nbformat_minor: 5 })
  );
  return folder;
}

/** Waits until something holds; fails with its name after a while. */
export async function until(
  name: string,
  holds: () => boolean | Promise<boolean>,
  ms = 60_000
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`It did not happen: ${name}`);
    }
    await new Promise(done => setTimeout(done, 20));
  }
}
