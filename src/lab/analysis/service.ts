import {
  createAnalyser,
  type Analyser,
  type Analysis,
  type Explainer
} from '../../core/analyse';
import type { Explanation, Trace } from '../../core/flow/explain/types';
import {
  suggestSteps,
  type SuggestedRole
} from '../../core/flow/suggest/suggest';
import { ROLE_TAGS } from '../../core/notebook';
import type { CellId, StepName } from '../../core/notebook/types';
import type { Pipeline } from '../../core/pipeline/types';
import type { AnalysisResult } from '../../core/view';

/** A notebook as the editor holds it; `name` is that of the file, without its folders. */
export interface IDraft {
  readonly content: object;
  readonly name: string;
  /** Sources of the modules beside it that it imports, by dotted name. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Steps for a notebook without tags, and what it would be with them. */
export interface ISuggestedSteps {
  readonly cells: readonly SuggestedRole[];
  readonly analysis: AnalysisResult;
}

/**
 * What can be asked of several notebooks; each has a key, under which its cells are remembered.
 * `D` is how a notebook is given, `A` how its analysis is.
 */
export interface INotebookQuestions<D, A> {
  analyse(key: number, draft: D): A;
  /** What can be run and exported; `null` while there are errors or no steps. */
  compile(key: number, draft: D): Pipeline | null;
  suggest(key: number, draft: D): ISuggestedSteps;
  /** Why one step waits for another. */
  explain(key: number, draft: D, edge: IEdge): Explanation;
  /** Where a variable of a step comes from and goes to; `null` for a step that is gone. */
  trace(key: number, draft: D, variable: IVariable): Trace | null;
  /** Lets go of all that is remembered of a notebook. */
  forget(key: number): void;
}

export type IAnalysisService = INotebookQuestions<IDraft, AnalysisResult>;

/** Two steps of which one waits for the other. */
export interface IEdge {
  readonly from: StepName;
  readonly to: StepName;
}

/** A variable that a step receives or hands on; without a step, a parameter. */
export interface IVariable {
  readonly step: StepName | null;
  readonly name: string;
}

interface ICells {
  readonly cells: readonly {
    readonly id: CellId;
    readonly cell_type: 'code' | 'markdown' | 'raw';
    readonly source: string;
    readonly metadata: object;
  }[];
}

/** Analyses where it is called; runs in a worker and, where there is none, in the page. */
export function createAnalysisService(): IAnalysisService {
  const analysers = new Map<number, Analyser & Explainer>();
  const analyserOf = (key: number): Analyser & Explainer => {
    const analyser = analysers.get(key) ?? createAnalyser();
    analysers.set(key, analyser);
    return analyser;
  };
  const read = (key: number, { content, name, modules }: IDraft): Analysis =>
    analyserOf(key).analyse(content, {
      name,
      modules: new Map(Object.entries(modules ?? {}))
    });
  return {
    analyse: (key, draft) => shown(read(key, draft)),
    compile: (key, draft) => read(key, draft).pipeline,
    suggest: (key, draft) => {
      const { content } = draft;
      const cells = suggestedIn(content as ICells);
      const tagged = withTags(content as ICells, cells);
      const analysis = read(key, { ...draft, content: tagged });
      return { cells, analysis: shown(analysis) };
    },
    explain: (key, draft, { from, to }) => {
      // Where nothing changed since, this costs next to nothing.
      read(key, draft);
      return analyserOf(key).explain(from, to);
    },
    trace: (key, draft, variable) => {
      read(key, draft);
      return analyserOf(key).trace(variable.step, variable.name);
    },
    forget: key => {
      analysers.delete(key);
    }
  };
}

/** What the page needs; the pipeline stays behind until somebody asks for it. */
function shown({ notebook, flow, diagnostics }: Analysis): AnalysisResult {
  return { notebook, flow, diagnostics };
}

/** The tag that says what is suggested for a cell. */
export function tagOf({ role, step }: SuggestedRole): string {
  return role === 'step' ? `step:${step}` : ROLE_TAGS[role];
}

function suggestedIn({ cells }: ICells): readonly SuggestedRole[] {
  return suggestSteps(
    cells.map(({ id, cell_type: type, source }) => ({ id, type, source }))
  );
}

function withTags(
  content: ICells,
  suggested: readonly SuggestedRole[]
): object {
  const tags = new Map(suggested.map(item => [item.cell, tagOf(item)]));
  return {
    ...content,
    cells: content.cells.map(cell => {
      const tag = tags.get(cell.id);
      return tag === undefined
        ? cell
        : { ...cell, metadata: { ...cell.metadata, tags: [tag] } };
    })
  };
}
