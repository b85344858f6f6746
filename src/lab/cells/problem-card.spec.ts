import type { Diagnostic } from '../../core/diagnostic';
import { CommandIDs } from '../commands/ids';
import { find, recordCommands, trans } from '../testing/render';
import { settled } from '../testing/documents';
import { problemCard } from './problem-card';

const FIX = {
  title: 'Replace by price',
  edits: [
    {
      kind: 'source',
      cell: 'c1',
      start: { line: 1, column: 1 },
      end: { line: 1, column: 6 },
      text: 'price'
    }
  ]
} as const;

const PROBLEM: Diagnostic = {
  code: 'DF302',
  severity: 'warning',
  message: '`prise` may be missing.',
  hint: 'Define `prise`.',
  where: { cell: 'c1', index: 1 },
  fixes: [FIX]
};

function show(...problems: readonly Diagnostic[]) {
  const { commands, calls } = recordCommands([CommandIDs.applyFix]);
  const done: boolean[] = [];
  const card = problemCard({
    problems,
    commands,
    trans,
    path: 'a.ipynb',
    onDone: isTextOnly => done.push(isTextOnly)
  });
  const names = [...card.content.querySelectorAll('button')].map(
    ({ textContent }) => textContent
  );
  return { ...card, names, calls, done };
}

describe('the card of a problem', () => {
  it('says what is wrong and what to do, names as code', () => {
    const { content, label, names } = show(PROBLEM);
    expect(content.textContent).toContain(
      'prise may be missing. Define prise.'
    );
    expect(content.querySelector('code')?.textContent).toBe('prise');
    expect(find(content, '[role=img]', 'Warning')).toBeDefined();
    expect(label).toBe('prise may be missing.');
    expect(names).toEqual(['Replace by price', 'Ignore here']);
  });

  it('applies a fix to its notebook', async () => {
    const { content, calls, done } = show(PROBLEM);
    find(content, 'button', 'Replace').click();
    await settled();
    expect(calls).toEqual([
      { id: CommandIDs.applyFix, args: { ...FIX, path: 'a.ipynb' } }
    ]);
    expect(done).toEqual([true]);
  });

  it('can let a warning be, as a change of the cell', async () => {
    const { content, calls, done } = show(PROBLEM);
    find(content, 'button', 'Ignore here').click();
    await settled();
    expect(calls[0].args.edits).toEqual([
      { kind: 'ignore', cell: 'c1', code: 'DF302' }
    ]);
    expect(done).toEqual([false]);
  });

  it('never offers to ignore an error, nor begins with it', () => {
    const error = show({ ...PROBLEM, severity: 'error' });
    expect(error.names).toEqual(['Replace by price']);
    const { fixes: _, ...without } = PROBLEM;
    const { content } = show(without);
    expect(content.querySelector('[data-first]')).toBeNull();
  });
});
