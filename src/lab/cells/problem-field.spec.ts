import { EditorView } from '@codemirror/view';

import type { Diagnostic } from '../../core/diagnostic';
import { problemsAt, showProblems } from './problem-field';

const problem = (
  line: number,
  column: number,
  end: number,
  message = 'Wrong.'
): Diagnostic => ({
  code: 'a-code',
  severity: 'error',
  message,
  where: {
    cell: 'c0',
    index: 0,
    start: { line, column },
    end: { line, column: end }
  }
});

function open(doc = 'x = 1\nprint(y)') {
  const view = new EditorView({ doc });
  const marked = () =>
    [...view.dom.querySelectorAll('.jp-KaletteSquiggle.jp-mod-error')].map(
      ({ textContent }) => textContent
    );
  return { view, marked };
}

describe('problems in a text', () => {
  it('are underlined where they stand, until others are shown', () => {
    const { view, marked } = open();
    showProblems(view, [problem(2, 7, 8)]);
    expect(marked()).toEqual(['y']);
    showProblems(view, [problem(1, 1, 2)]);
    expect(marked()).toEqual(['x']);
    showProblems(view, []);
    expect(marked()).toEqual([]);
  });

  it('move with the text, and go with it', () => {
    const { view, marked } = open();
    showProblems(view, [problem(2, 7, 8)]);
    view.dispatch({ changes: { from: 0, insert: '# new\n' } });
    expect(marked()).toEqual(['y']);
    expect(problemsAt(view.state, 19)?.from).toBe(18);
    view.dispatch({ changes: { from: 0, to: view.state.doc.length } });
    expect(marked()).toEqual([]);
  });

  it('are found at a place, all that overlap there', () => {
    const { view } = open();
    showProblems(view, [problem(2, 1, 9, 'one'), problem(2, 7, 8, 'two')]);
    const messages = (offset: number) =>
      problemsAt(view.state, offset)?.problems.map(({ message }) => message);
    expect(messages(12)).toEqual(['one', 'two']);
    expect(messages(7)).toEqual(['one']);
    expect(problemsAt(view.state, 2)).toBeNull();
  });

  it.each([
    [9, 1, 9],
    [2, 50, 60]
  ])('that the text does not have (any more) do no harm: %i:%i', (...place) => {
    const { view, marked } = open();
    showProblems(view, [problem(...place)]);
    expect(marked().length).toBeLessThanOrEqual(1);
  });

  it('between two characters are given one to stand on', () => {
    const { view, marked } = open();
    showProblems(view, [problem(1, 3, 3)]);
    expect(marked()).toEqual(['=']);
  });
});
