import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { Diagnostic, Where } from '../../core/diagnostic';
import { revealCell, focusNotebook } from '../cells/reveal';
import type { ITarget } from './target';

/** Problems with a place, in notebook order. */
export function problemsInOrder({ model }: ITarget): readonly Diagnostic[] {
  const placed = (model.state.view?.problems ?? []).flatMap(({ diagnostic }) =>
    diagnostic.where ? [diagnostic] : []
  );
  return [...placed].sort((a, b) => compare(placeOf(a), placeOf(b)));
}

/** Where the walk stands in a notebook, for as long as nothing else was chosen there. */
const stands = new WeakMap<NotebookPanel, Where>();

/** The first place after the one in use, around the end. */
export function nextPlace(
  { panel }: ITarget,
  places: readonly Where[],
  by: 1 | -1
): Where | undefined {
  const here = placeInUse(panel);
  const ordered = by > 0 ? places : [...places].reverse();
  return ordered.find(place => compare(place, here) * by > 0) ?? ordered[0];
}

/**
 * Goes to the next place with problems, puts the cursor there and shows them in a card, which
 * takes the keyboard where there is something to do.
 */
export async function walkProblems(
  target: ITarget,
  by: 1 | -1,
  commands: CommandRegistry,
  trans: TranslationBundle
): Promise<void> {
  const problems = problemsInOrder(target);
  const place = nextPlace(target, problems.map(placeOf), by);
  const { panel } = target;
  if (!place || !(await revealCell(panel, place, place.start))) {
    return;
  }
  stands.set(panel, place);
  const here = problems.filter(one => compare(placeOf(one), place) === 0);
  const [{ problemCard }, { hoverCard }, { rectOf }] = await Promise.all([
    import('../cells/problem-card'),
    import('../ui/hover-card'),
    import('../cells/rect-of')
  ]);
  const { path } = target.model;
  const card = problemCard({
    problems: here,
    commands,
    trans,
    path,
    onDone: isTextOnly => {
      void returnTo(panel, isTextOnly ? place : withoutLine(place));
    }
  });
  const number = problems.indexOf(here[0]) + 1;
  hoverCard.show({
    ...card,
    label: trans.__(
      'Problem %1 of %2: %3',
      number,
      problems.length,
      card.label
    ),
    anchor: () => rectOf(panel, place),
    isFocused: true,
    onReturn: () => {
      void returnTo(panel, place);
    }
  });
}

async function returnTo(panel: NotebookPanel, place: Where): Promise<void> {
  if (place.start) {
    await revealCell(panel, place, place.start);
  } else {
    focusNotebook(panel);
  }
}

/** After edits of tags and cells, the keys of the notebook are wanted: `z` takes them back. */
function withoutLine({ cell, index }: Where): Where {
  return { cell, index };
}

/** The cursor while a cell is edited, and where the walk left it; else the cell. */
function placeInUse(panel: NotebookPanel): Where {
  const { content } = panel;
  const { activeCell } = content;
  const cell = activeCell?.model.id ?? '';
  const index = content.activeCellIndex;
  const stand = stands.get(panel);
  const position = activeCell?.editor?.getCursorPosition();
  const cursor = {
    line: (position?.line ?? 0) + 1,
    column: (position?.column ?? 0) + 1
  };
  if (content.mode === 'edit') {
    return { cell, index, start: cursor };
  }
  // A card has the keyboard, and the notebook is in command mode meanwhile.
  const isStand =
    stand?.cell === cell && (!stand.start || stand.start.line === cursor.line);
  return isStand ? { ...stand, index } : { cell, index };
}

function placeOf({ where }: Diagnostic): Where {
  return where ?? { cell: '', index: -1 };
}

/** By cell and line: what is on one line is shown together. */
function compare(a: Where, b: Where): number {
  return a.index - b.index || (a.start?.line ?? 0) - (b.start?.line ?? 0);
}
