import * as React from 'react';

import type { Diagnostic } from '../../core/diagnostic';
import { CommandIDs } from '../commands/ids';
import { click, find, recordCommands, render } from '../testing/render';
import { PanelState } from './panel-state';
import { ProblemList } from './ProblemList';

const PROBLEM: Diagnostic = {
  code: 'a-code',
  severity: 'error',
  message: '`evaluate` reads `best`; no earlier step sets it.',
  hint: 'Did you mean `svm`?',
  where: {
    cell: 'c6',
    index: 6,
    start: { line: 4, column: 13 },
    end: { line: 4, column: 17 }
  },
  fixes: [
    {
      title: 'Use svm',
      edits: [{ kind: 'tags', cell: 'c6', add: ['prev:svm'], remove: [] }]
    }
  ]
};

const show = (...diagnostics: readonly Diagnostic[]) => {
  const { commands, calls } = recordCommands(Object.values(CommandIDs));
  const problems = diagnostics.map((diagnostic, index) => ({
    key: String(index),
    diagnostic,
    step: null
  }));
  const { node } = render(
    <ProblemList problems={problems} panel={new PanelState(null)} />,
    commands
  );
  return { node, calls };
};

describe('ProblemList', () => {
  it('goes to the cell, the line and the column of a problem', () => {
    const { node, calls } = show(PROBLEM);
    click(find(node, 'button', 'Cell 7, line 4'));
    expect(calls).toEqual([
      {
        id: CommandIDs.goToCell,
        args: { cell: 'c6', index: 6, line: 4, column: 13 }
      }
    ]);
  });

  it('goes to a cell as a whole where a problem has no line', () => {
    const { node, calls } = show({
      ...PROBLEM,
      where: { cell: 'c0', index: 0 }
    });
    click(find(node, 'button', 'Cell 1'));
    expect(calls[0].args).toEqual({ cell: 'c0', index: 0 });
  });

  it('applies a fix, shows what it changed, and says how it is undone', () => {
    const { node, calls } = show(PROBLEM);
    const fix = find(node, 'button', 'Use svm');
    click(fix);
    expect(calls).toEqual([
      {
        id: CommandIDs.applyFix,
        args: {
          title: 'Use svm',
          edits: PROBLEM.fixes?.[0].edits,
          isShown: true
        }
      }
    ]);
    expect(fix.title).toMatch(/Z undoes it$/);
  });

  it('sets names of the code as code, and says how grave it is in words', () => {
    const { node } = show(PROBLEM);
    expect(
      [...node.querySelectorAll('code')].map(({ textContent }) => textContent)
    ).toEqual(['evaluate', 'best', 'svm']);
    expect(find(node, '[role=img]').getAttribute('aria-label')).toBe('Error');
  });

  it('counts errors, warnings and notes each by themselves', () => {
    const { node } = show(
      PROBLEM,
      { ...PROBLEM, severity: 'info' },
      { ...PROBLEM, severity: 'info' }
    );
    expect(find(node, 'h3 small').textContent).toBe('1 error, 2 notes');
  });

  it('is absent when there is nothing to say', () => {
    expect(show().node.textContent).toBe('');
  });
});
