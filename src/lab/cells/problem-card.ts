import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Diagnostic, Fix } from '../../core/diagnostic';
import { CommandIDs } from '../commands/ids';
import { onlyTextOf } from '../tags/edit-cells';
import { hoverCard, type ICardOptions } from '../ui/hover-card';
import { errorIcon, infoIcon, warningIcon } from '../ui/icons';
import { ignoreFix, severityWord, undoWords } from '../ui/problems';

export interface IProblemCardOptions {
  readonly problems: readonly Diagnostic[];
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** Path of the notebook that the fixes are for. */
  readonly path: string;
  /** Gives the keyboard to the notebook; behind a fix that changes more than text, to its cells. */
  readonly onDone?: (isTextOnly: boolean) => void;
}

/** What a card says of problems at one place: sentence, hint, and what can be done. */
export function problemCard(
  options: IProblemCardOptions
): Pick<ICardOptions, 'label' | 'content'> {
  const content = document.createElement('ul');
  content.className = 'jp-KaletteProblems';
  content.append(
    ...options.problems.map(problem => problemNode(problem, options))
  );
  const label = options.problems.map(({ message }) => plain(message)).join(' ');
  return { content, label };
}

const ICONS = { error: errorIcon, warning: warningIcon, info: infoIcon };

function problemNode(
  problem: Diagnostic,
  options: IProblemCardOptions
): HTMLElement {
  const { severity, message, hint } = problem;
  const { trans } = options;
  const item = document.createElement('li');
  item.className = `jp-KaletteProblem jp-mod-${severity}`;
  const icon = document.createElement('span');
  icon.className = 'jp-KaletteProblem-icon';
  icon.setAttribute('role', 'img');
  icon.setAttribute('aria-label', severityWord(severity, trans));
  ICONS[severity].element({ container: icon });
  const text = document.createElement('p');
  text.append(...marked(message));
  if (hint) {
    const more = document.createElement('span');
    more.className = 'jp-KaletteMuted';
    more.append(' ', ...marked(hint));
    text.append(more);
  }
  item.append(icon, text);
  const ignore = ignoreFix(problem, trans);
  const fixes = [...(problem.fixes ?? []), ...(ignore ? [ignore] : [])];
  if (fixes.length > 0) {
    const foot = document.createElement('footer');
    foot.append(...fixes.map(fix => fixButton(fix, options)));
    // Enter must not come to ignore what it was to show.
    if (problem.fixes) {
      foot.firstElementChild?.toggleAttribute('data-first');
    }
    item.append(foot);
  }
  return item;
}

function fixButton(
  fix: Fix,
  { commands, path, onDone, trans }: IProblemCardOptions
): HTMLElement {
  const { title, edits } = fix;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'jp-KaletteLink';
  button.textContent = title;
  button.title = undoWords(fix, trans);
  button.addEventListener('click', () => {
    const args = { title, edits, path } as unknown as ReadonlyPartialJSONObject;
    hoverCard.close();
    void commands.execute(CommandIDs.applyFix, args).then(() => {
      onDone?.(onlyTextOf(edits) !== null);
    });
  });
  return button;
}

/** Text with `code` between backticks, as messages have it. */
export function marked(text: string): Node[] {
  return text.split(/`([^`]+)`/).map((part, place) => {
    if (place % 2 === 0) {
      return document.createTextNode(part);
    }
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  });
}

function plain(text: string): string {
  return text.replace(/`/g, '');
}
