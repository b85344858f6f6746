import { byUrgency, type Diagnostic, hasErrors } from './diagnostic';
import type { Explanation, Trace } from './flow/explain/types';
import { createFlowReader } from './flow/flow';
import type { Sources } from './flow/modules/reader';
import type { Flow } from './flow/types';
import { otherLanguage } from './messages/notebook';
import { createReader } from './notebook/reader';
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

/** What nobody wants to hear of a cell any more; errors are always told. */
function withoutIgnored(
  { cells }: Notebook,
  diagnostics: readonly Diagnostic[]
): readonly Diagnostic[] {
  const ignored = new Map<string, readonly string[]>();
  for (const { cell } of cells) {
    if (cell.ignored) {
      ignored.set(cell.id, cell.ignored);
    }
  }
  return ignored.size === 0
    ? diagnostics
    : diagnostics.filter(
        ({ code, severity, where }) =>
          severity === 'error' ||
          !where ||
          !ignored.get(where.cell)?.includes(code)
      );
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
   * `file.name` is the name of the file without its folders; `file.modules` are the sources of
   * the workspace's modules that it imports, by dotted name.
   */
  analyse(
    content: unknown,
    file: { readonly name: string; readonly modules?: Sources }
  ): Analysis;
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
  const readNotebook = createReader();
  return {
    explain: flows.explain,
    trace: flows.trace,
    analyse(content, file) {
      const read = readNotebook(content, file);
      const flowed = isPython(read.value)
        ? flows.read(read.value, file.modules)
        : { value: NO_FLOW, diagnostics: [notPython(read.value)] };
      const { value: notebook } = read;
      const { value: flow } = flowed;
      const changesOf = flows.changes();
      const found = [...read.diagnostics, ...flowed.diagnostics];
      const diagnostics = withoutIgnored(notebook, found.sort(byUrgency));
      const isReady = flow.steps.length > 0 && !hasErrors(diagnostics);
      let pipeline: Pipeline | null = null;
      return {
        notebook,
        flow,
        get pipeline() {
          return isReady
            ? (pipeline ??= assemble(
                notebook,
                flow,
                changesOf,
                file,
                fingerprints
              ))
            : null;
        },
        diagnostics
      };
    }
  };
}
