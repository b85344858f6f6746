import {
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Text
} from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

import type { Diagnostic, Position } from '../../core/diagnostic';

const setProblems = StateEffect.define<readonly Diagnostic[]>();

/** The problems of an editor's text as underlined ranges, which move with the text. */
const problemField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const mapped = marks.map(transaction.changes);
    return transaction.effects.reduce(
      (found, effect) =>
        effect.is(setProblems)
          ? marksOf(effect.value, transaction.state.doc)
          : found,
      mapped
    );
  },
  provide: field => EditorView.decorations.from(field)
});

const extension: Extension = problemField;

/** Underlines the problems that have a place in the text; those before are forgotten. */
export function showProblems(
  view: EditorView,
  problems: readonly Diagnostic[]
): void {
  const isKnown = view.state.field(problemField, false) !== undefined;
  if (!isKnown && problems.length === 0) {
    return;
  }
  view.dispatch({
    effects: [
      ...(isKnown ? [] : [StateEffect.appendConfig.of(extension)]),
      setProblems.of(problems)
    ]
  });
}

/** The problems whose ranges hold a place, with the range of the first. */
export function problemsAt(
  state: EditorState,
  offset: number
): {
  readonly from: number;
  readonly to: number;
  readonly problems: readonly Diagnostic[];
} | null {
  const found: { from: number; to: number; problem: Diagnostic }[] = [];
  state
    .field(problemField, false)
    ?.between(offset, offset, (from, to, { spec }) => {
      found.push({ from, to, problem: (spec as IMarkSpec).problem });
    });
  const [first] = found;
  return first
    ? {
        from: first.from,
        to: first.to,
        problems: found.map(({ problem }) => problem)
      }
    : null;
}

interface IMarkSpec {
  readonly problem: Diagnostic;
}

function marksOf(problems: readonly Diagnostic[], doc: Text): DecorationSet {
  const ranges = problems.flatMap(problem => {
    const { start, end } = problem.where ?? {};
    if (!start || !end) {
      return [];
    }
    const from = offsetIn(doc, start);
    // A place between two characters could not be seen.
    const to = Math.max(offsetIn(doc, end), from + 1);
    return to > doc.length
      ? []
      : [
          Decoration.mark({
            class: `jp-KaletteSquiggle jp-mod-${problem.severity}`,
            problem
          }).range(from, to)
        ];
  });
  return Decoration.set(ranges, true);
}

/** The text may be newer than what was analysed: places outside move to the nearest inside. */
export function offsetIn(doc: Text, { line, column }: Position): number {
  const found = doc.line(Math.min(line, doc.lines));
  return Math.min(found.from + column - 1, found.to);
}
