import { byUrgency, type Diagnostic, hasErrors } from './diagnostic';
import { createFlow } from './flow/flow';
import type { Flow } from './flow/types';
import { otherLanguage } from './messages/notebook';
import { createReader } from './notebook/reader';
import type { Notebook } from './notebook/types';
import { assemble, type FingerprintMemo } from './pipeline/assemble';
import type { Pipeline } from './pipeline/types';
import { createFactsMemo } from './python/facts/facts';

const NO_FLOW: Flow = {
  parameters: [],
  definitions: [],
  steps: [],
  edges: [],
  metrics: []
};

function isPython({ language }: Notebook): boolean {
  return language === null || /^i?python/.test(language);
}

function notPython({ language }: Notebook): Diagnostic {
  return otherLanguage(language ?? '');
}

/** All that is known of a notebook. */
export interface Analysis {
  readonly notebook: Notebook;
  readonly flow: Flow;
  /** `null` while there are errors or no steps; made when it is first asked for. */
  readonly pipeline: Pipeline | null;
  /** Most urgent first. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Analyser {
  /**
   * Analyses a notebook, parsed from JSON. Never throws for what stands in it.
   * `file.name` is the name of the file without its folders.
   */
  analyse(content: unknown, file: { readonly name: string }): Analysis;
}

/**
 * The compiler up to the Pipeline document:
 *
 *     notebook JSON ──read──▶ Notebook ──flow──▶ Flow ──assemble──▶ Pipeline
 *
 * One analyser remembers what it found last, so that analysing an edited notebook again costs
 * little; keep one for each notebook.
 */
export function createAnalyser(): Analyser {
  const fingerprints: FingerprintMemo = new Map();
  const flowOf = createFlow(createFactsMemo());
  const readNotebook = createReader();
  return {
    analyse(content, file) {
      const read = readNotebook(content, file);
      const flowed = isPython(read.value)
        ? flowOf(read.value)
        : { value: NO_FLOW, diagnostics: [notPython(read.value)] };
      const diagnostics = [...read.diagnostics, ...flowed.diagnostics].sort(
        byUrgency
      );
      const { value: notebook } = read;
      const { value: flow } = flowed;
      const isReady = flow.steps.length > 0 && !hasErrors(diagnostics);
      let pipeline: Pipeline | null = null;
      return {
        notebook,
        flow,
        get pipeline() {
          return isReady
            ? (pipeline ??= assemble(notebook, flow, file, fingerprints))
            : null;
        },
        diagnostics
      };
    }
  };
}
