import * as React from 'react';

import { snapshotOf } from '../../../core/view/testing/snapshots';
import { CommandIDs } from '../../commands/ids';
import {
  click,
  find,
  recordCommands,
  render,
  trans
} from '../../testing/render';
import type { IResumed } from './resume-report';
import { type IResumeBarState, ResumeBar } from './ResumeBar';
import { resumedWords } from './ResumedText';

const missing = (name: string, index: number | null) => ({
  name,
  type: 'x',
  reason: 'an open file',
  cell: index === null ? null : `c${index}`,
  index
});

const resumed = (fields: Partial<IResumed>): IResumed => ({
  restored: [],
  variables: fields.restored?.length ?? 0,
  failed: [],
  troubles: [],
  missing: [],
  cells: { failed: [], notRun: [] },
  isStopped: false,
  noKernel: null,
  ...fields
});

function show(
  fields: Partial<IResumed>,
  loadAll: (() => void) | null = null,
  others: Partial<IResumeBarState> = {}
) {
  const { commands, calls } = recordCommands([CommandIDs.goToCell]);
  const { node } = render(
    <ResumeBar
      snapshot={snapshotOf()}
      phase={null}
      resumed={resumed(fields)}
      isRestarted={false}
      isBare={false}
      safety={null}
      notebook="eu/sales.ipynb"
      loadAll={loadAll}
      runNeeded={null}
      stop={null}
      cancel={null}
      retry={null}
      loadLost={null}
      {...others}
      onDismiss={() => undefined}
    />,
    commands
  );
  return { node, calls };
}

describe('ResumeBar', () => {
  it('goes to the cells that are needed', () => {
    const some = [missing('a', 8), missing('b', 4)];
    const { node, calls } = show({ restored: ['x', 'y'], missing: some });
    expect(find(node, 'p').textContent).toContain(
      '2 of 4 variables restored; these 2 need cells 5 and 9.'
    );
    click(find(node, 'button', 'Go to cell 9'));
    expect(calls).toEqual([
      {
        id: CommandIDs.goToCell,
        args: { path: 'eu/sales.ipynb', cell: 'c8', index: 8 }
      }
    ]);
  });

  it('names all cells that one variable needs', () => {
    const next = [{ cell: 'c4', index: 4 }];
    const some = [{ ...missing('a', 2), next }];
    const { node } = show({ restored: ['x'], missing: some });
    expect(find(node, 'p').textContent).toContain(
      '1 of 2 variables restored; the other needs cells 3 and 5.'
    );
    expect(find(node, 'li').textContent).toBe(
      'a: an open file. Run cells 3 and 5 again.'
    );
  });

  it('names the cells of what was left out, and can load it after all', () => {
    const made = { cell: 'c4', index: 4 };
    const reason = 'reading it could run code';
    let asked = 0;
    const { node } = show(
      {
        restored: ['x'],
        variables: 2,
        failed: [{ name: 'svm', reason, made }],
        missing: [missing('lock', 8)]
      },
      () => asked++
    );
    expect(find(node, 'p').textContent).toContain(
      '1 of 3 variables restored; these 2 need cells 5 and 9.'
    );
    expect(find(node, 'li').textContent).toBe(
      'svm: reading it could run code. Run cell 5 again.'
    );
    click(find(node, 'button', 'Load them after all…'));
    expect(asked).toBe(1);
  });

  it('runs the cells that are needed, and tells what they made', () => {
    let runs = 0;
    const some = { restored: ['x'], missing: [missing('a', 8)] };
    const { node } = show(some, null, { runNeeded: () => runs++ });
    click(find(node, 'button', 'Run these cells'));
    expect(runs).toBe(1);
    const made = show({ ...some, made: ['fig', 'gen'] }).node;
    expect(find(made, 'p').textContent).toContain(
      '3 of 4 variables restored; the other needs cell 9. Their cells made fig and gen.'
    );
    expect(made.textContent).not.toContain('Run these cells');
  });

  it('names a cell that failed before all else, and goes to it', () => {
    const { node, calls } = show({
      restored: ['x'],
      missing: [missing('b', 4)],
      cells: { failed: [1], notRun: [2, 3] }
    });
    expect(find(node, 'p').textContent).toContain(
      '. Cell 2 failed: see its output. Cells 3 and 4 were not run. 1 of 2 variables restored'
    );
    click(find(node, 'button', 'Go to cell 2'));
    expect(calls).toMatchObject([{ args: { cell: '', index: 1 } }]);
  });

  it('says that its import and function cells were not run, as nobody allowed that', () => {
    const some = { variables: 2, restored: ['x'] };
    const { node } = show(some, null, { isBare: true });
    expect(find(node, 'p').textContent).toContain(
      'Its import and function cells were not run, as you did not allow that: run them first. 1 of 2'
    );
    const noKernel = { why: 'none' } as const;
    const none = show({ ...some, noKernel }, null, { isBare: true }).node;
    expect(none.textContent).not.toContain('function cells');
  });

  it('says no more of variables that a restart took, and still leads back', () => {
    const safety = 'snap:digits#sha256:00';
    const some = { variables: 2, restored: ['x'], troubles: ['`x`: none'] };
    const { node } = show(some, null, { isRestarted: true, safety });
    expect(node.textContent).toContain('The kernel was restarted since.');
    expect(node.textContent).not.toContain('variable');
    expect(node.querySelector('details')).toBeNull();
    find(node, 'button', 'Go back to before…');
  });

  it('says that the files stay where it was stopped', () => {
    const { node } = show({ variables: 3, isStopped: true });
    expect(find(node, 'p').textContent).toContain(
      'You stopped it; the files stay as they were opened. 0 of 3 variables'
    );
  });

  it('tells what could not be run, and counts it as no variable', () => {
    const { node } = show({
      restored: ['x'],
      troubles: ['`import nowhere`: needs nowhere, which the kernel lacks']
    });
    expect(find(node, 'p').textContent).toContain('1 of 1 variable restored.');
    const reasons = [...node.querySelectorAll('li')];
    expect(reasons.map(({ textContent }) => textContent)).toEqual([
      'import nowhere: needs nowhere, which the kernel lacks'
    ]);
  });
});

describe('ResumeBar, while something goes on', () => {
  it.each(['kernel', 'cells', 'variables'] as const)(
    'can stop it in the phase of %s',
    phase => {
      let stops = 0;
      const { node } = show({}, null, { phase, stop: () => stops++ });
      const button = find(node, 'button', 'Stop');
      expect(button.title).toBe('The files stay');
      click(button);
      expect(stops).toBe(1);
    }
  );

  it('can take all back where files were touched, which is the one way back then', () => {
    let cancels = 0;
    const safety = 'snap:digits#sha256:00';
    const working = { safety, phase: 'cells', stop: () => undefined } as const;
    const { node } = show({}, null, { ...working, cancel: () => cancels++ });
    const button = find(node, 'button', 'Cancel');
    expect(button.title).toBe('The files come back as they were');
    expect(node.textContent).not.toContain('Go back to before…');
    click(button);
    expect(cancels).toBe(1);
    const done = show({}, null, { safety }).node;
    expect(done.textContent).toContain('Go back to before…');
    expect(done.textContent).not.toContain('Cancel');
  });
});

describe('ResumeBar, while the kernel takes long', () => {
  it('says what is waited for, and can end that', () => {
    let ended = 0;
    const { node } = show({}, null, {
      phase: 'answer',
      stop: () => ended++
    });
    expect(find(node, 'p').textContent).toContain('first answer…');
    click(find(node, 'button', 'Stop'));
    expect(ended).toBe(1);
  });

  it('says what to do, and tries again', () => {
    let tries = 0;
    const noKernel = { why: 'late', awaited: 'answer' } as const;
    const { node } = show({ variables: 2, noKernel }, null, {
      retry: () => tries++
    });
    expect(find(node, 'p').textContent).toContain('The kernel is not ready');
    expect(find(node, 'li').textContent).toContain('Interrupt it or shut it');
    click(find(node, 'button', 'Try again'));
    expect(tries).toBe(1);
  });
});

describe('resumedWords', () => {
  it('counts, and names the cells that are needed, in order and once', () => {
    const some = [missing('a', 8), missing('b', 4), missing('c', 4)];
    expect(
      resumedWords(resumed({ restored: ['x', 'y'], missing: some }), trans)
    ).toBe('2 of 5 variables restored; these 3 need cells 5 and 9.');
    expect(
      resumedWords(
        resumed({ restored: ['x'], missing: [missing('a', 4)] }),
        trans
      )
    ).toBe('1 of 2 variables restored; the other needs cell 5.');
  });

  it('leaves reasons of what failed to the details', () => {
    const failed = [{ name: 'svm', reason: 'needs scikit-learn 1.9' }];
    const one = resumed({ restored: ['x'], variables: 2, failed });
    expect(resumedWords(one, trans)).toBe('1 of 2 variables restored.');
    const unknown = [missing('a', 4), missing('b', null)];
    expect(
      resumedWords(resumed({ restored: ['x'], missing: unknown }), trans)
    ).toBe('1 of 3 variables restored.');
  });

  it('counts what is there even when the kernel says nothing', () => {
    const silent = resumed({ variables: 3, troubles: ['KeyboardInterrupt'] });
    expect(resumedWords(silent, trans)).toBe('0 of 3 variables restored.');
  });

  it('tells when there was nothing, or nothing to load it into', () => {
    expect(resumedWords(resumed({}), trans)).toBe('It has no variables.');
    expect(resumedWords(resumed({ noKernel: { why: 'none' } }), trans)).toBe(
      'There is no kernel, so no variable was loaded.'
    );
  });

  it('says that a page that was loaded again knows no more, and offers to load them', () => {
    const asked: string[] = [];
    const loadLost = () => void asked.push('load');
    const { node } = show({}, null, { resumed: null, loadLost });
    expect(node.textContent).toContain('the kernel has none of them, or some');
    click(find(node, 'button', 'Load them…'));
    expect(asked).toEqual(['load']);
    const loading = show({}, null, { loadLost, phase: 'cells' });
    expect(loading.node.textContent).not.toContain('Load them…');
  });
});
