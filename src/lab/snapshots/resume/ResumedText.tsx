import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { NeededCell } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { useLab } from '../../ui/lab-context';
import { listFormat } from '../words';
import { type ICellsRun, type IResumed, neededCells } from './resume-report';

interface IResumedTextProps {
  readonly resumed: IResumed;
  /** Path of the notebook. */
  readonly notebook: string;
  /** True where its import and function cells were not to be run. */
  readonly isBare: boolean;
}

/** Stands in a sentence for the cells, whichever place its translation gives them. */
const CELLS = '\u0000';

/** "12 of 14 variables restored; these 2 need cells 5 and 9", with ways to the cells. */
export function ResumedText(props: IResumedTextProps): JSX.Element {
  const { resumed, notebook, isBare } = props;
  const { trans } = useLab();
  const { cells, isStopped, noKernel } = resumed;
  const { failed, notRun } = cells;
  const [whatFailed, whatWasNotRun] = cellsWords(cells, trans, CELLS, CELLS);
  const sentence = (
    words: string,
    named: readonly NeededCell[]
  ): JSX.Element => (
    <Sentence words={words} cells={named} notebook={notebook} />
  );
  return (
    <>
      {isStopped && stoppedWords(trans)}
      {isBare && noKernel === null && bareWords(trans)}
      {sentence(whatFailed, placed(failed))}
      {sentence(whatWasNotRun, placed(notRun))}
      {sentence(resumedWords(resumed, trans, CELLS), neededCells(resumed))}
      {madeWords(resumed, trans)}
    </>
  );
}

function placed(places: readonly number[]): readonly NeededCell[] {
  return places.map(index => ({ cell: null, index }));
}

/** With a space at its end, as another sentence follows. */
function stoppedWords(trans: TranslationBundle): string {
  return `${trans.__('You stopped it; the files stay as they were opened.')} `;
}

/** The same. */
function bareWords(trans: TranslationBundle): string {
  return `${trans.__('Its import and function cells were not run, as you did not allow that: run them first.')} `;
}

/**
 * Which import and function cells failed, and which were not run: two sentences, each with a space
 * at its end, or empty.
 */
export function cellsWords(
  { failed, notRun }: ICellsRun,
  trans: TranslationBundle,
  whichFailed = listed(failed),
  whichNot = listed(notRun)
): readonly [string, string] {
  const words = [
    failed.length > 0 &&
      trans._n(
        'Cell %2 failed: see its output.',
        'Cells %2 failed: see their output.',
        failed.length,
        whichFailed
      ),
    notRun.length > 0 &&
      trans._n(
        'Cell %2 was not run.',
        'Cells %2 were not run.',
        notRun.length,
        whichNot
      )
  ].map(text => (text ? `${text} ` : ''));
  return [words[0], words[1]];
}

function listed(places: readonly number[]): string {
  return listFormat().format(places.map(place => String(place + 1)));
}

interface ISentenceProps extends ICellsProps {
  /** With the sign for the cells in it. */
  readonly words: string;
}

/** A sentence that names cells, with ways to them. */
function Sentence({ words, cells, notebook }: ISentenceProps): JSX.Element {
  const [before, after] = words.split(CELLS);
  return (
    <>
      {before}
      {after !== undefined && <Cells cells={cells} notebook={notebook} />}
      {after}
    </>
  );
}

interface ICellsProps {
  readonly cells: readonly NeededCell[];
  readonly notebook: string;
}

function Cells(props: ICellsProps): JSX.Element {
  const { cells, notebook } = props;
  const { trans, execute } = useLab();
  const parts = listFormat().formatToParts(
    cells.map(({ index }) => String(index + 1))
  );
  const left = [...cells];
  return (
    <>
      {parts.map(({ type, value }, place) => {
        const cell = type === 'element' ? left.shift() : undefined;
        return cell ? (
          <button
            key={place}
            type="button"
            className="jp-KaletteLink"
            aria-label={trans.__('Go to cell %1', value)}
            onClick={() =>
              execute(CommandIDs.goToCell, {
                path: notebook,
                // Without an id the place tells which it is.
                cell: cell.cell ?? '',
                index: cell.index
              })
            }
          >
            {value}
          </button>
        ) : (
          value
        );
      })}
    </>
  );
}

/** What of a snapshot is in the kernel; `cells` stands for the cells that make the rest. */
export function resumedWords(
  resumed: IResumed,
  trans: TranslationBundle,
  cells = listFormat().format(
    neededCells(resumed).map(({ index }) => String(index + 1))
  )
): string {
  const { restored, variables, missing, failed, noKernel, made = [] } = resumed;
  if (noKernel !== null) {
    return noKernel.why === 'none'
      ? trans.__('There is no kernel, so no variable was loaded.')
      : trans.__('The kernel is not ready, so no variable was loaded.');
  }
  const ready = restored.length + made.length;
  const total = variables + missing.length + made.length;
  if (total === 0) {
    return trans.__('It has no variables.');
  }
  const lacking = total - ready;
  const isExplained =
    restored.length + failed.length === variables &&
    lacking > 0 &&
    missing.every(({ index }) => index !== null) &&
    failed.every(({ made }) => made !== undefined);
  if (!isExplained) {
    return trans._n(
      '%2 of %1 variable restored.',
      '%2 of %1 variables restored.',
      total,
      ready
    );
  }
  return lacking === 1
    ? trans._n(
        '%3 of %2 variables restored; the other needs cell %4.',
        '%3 of %2 variables restored; the other needs cells %4.',
        neededCells(resumed).length,
        total,
        ready,
        cells
      )
    : trans._n(
        '%3 of %2 variables restored; these %4 need cell %5.',
        '%3 of %2 variables restored; these %4 need cells %5.',
        neededCells(resumed).length,
        total,
        ready,
        lacking,
        cells
      );
}

/** What the cells have made, which are run for that; with a space before it, or empty. */
function madeWords({ made = [] }: IResumed, trans: TranslationBundle): string {
  return made.length === 0
    ? ''
    : ` ${trans._n(
        'Its cells made %2.',
        'Their cells made %2.',
        made.length,
        listFormat().format(made)
      )}`;
}
