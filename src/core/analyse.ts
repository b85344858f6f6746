import { byUrgency, type Diagnostic, hasErrors } from './diagnostic';
import type { Explanation, Trace } from './flow/explain/types';
import { createFlowReader } from './flow/flow';
import type { Flow } from './flow/types';
import { otherLanguage } from './messages/notebook';
import { readNotebook } from './notebook/read-notebook';
import type { Notebook, StepName } from './notebook/types';
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

/** Somebody decided at the cell that this does not matter there; errors always do. */
function isIgnored({ cells }: Notebook, one: Diagnostic): boolean {
  const { code, severity, where } = one;
  return (
    severity !== 'error' &&
    where !== null &&
    cells.some(
      ({ cell }) => cell.id === where.cell && cell.ignored?.includes(code)
    )
  );
}

/** All that is known of a notebook; `pipeline` is null while there are errors or no steps. */
export interface Analysis {
  readonly notebook: Notebook;
  readonly flow: Flow;
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

/** Says more of the notebook that was analysed last. */
export interface Explainer {
  /** Why one step waits for another. */
  explain(from: StepName, to: StepName): Explanation;
  /** The way of a variable through a step, or of a parameter; `null` for what is not there. */
  trace(step: StepName | null, name: string): Trace | null;
}

/**
 * The compiler up to the Pipeline document:
 *
 *     notebook JSON ──read──▶ Notebook ──flow──▶ Flow ──assemble──▶ Pipeline
 *
 * One analyser remembers what it found last, so that analysing an edited notebook again costs
 * little; keep one for each notebook.
 */
export function createAnalyser(): Analyser & Explainer {
  const fingerprints: FingerprintMemo = new Map();
  const flows = createFlowReader(createFactsMemo());
  return {
    explain: flows.explain,
    trace: flows.trace,
    analyse(content, file) {
      const read = readNotebook(content, file);
      const flowed = isPython(read.value)
        ? flows.read(read.value)
        : { value: NO_FLOW, diagnostics: [notPython(read.value)] };
      const diagnostics = [...read.diagnostics, ...flowed.diagnostics]
        .filter(one => !isIgnored(read.value, one))
        .sort(byUrgency);
      const isReady = flowed.value.steps.length > 0 && !hasErrors(diagnostics);
      return {
        notebook: read.value,
        flow: flowed.value,
        pipeline: isReady
          ? assemble(read.value, flowed.value, file, fingerprints)
          : null,
        diagnostics
      };
    }
  };
}
