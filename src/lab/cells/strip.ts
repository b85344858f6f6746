import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import type { Role } from '../../core/notebook/types';
import {
  formatClock,
  formatDuration,
  type CarriedItem,
  type CellView,
  type StepView
} from '../../core/view';
import { hueColor } from '../ui/controls';
import {
  functionsIcon,
  importsIcon,
  metricsIcon,
  parametersIcon,
  skipIcon,
  warningIcon,
  errorIcon
} from '../ui/icons';
import { carriedWords, fileName, stateName } from '../ui/links';
import { stateGlyphElement } from '../ui/state-glyph';
import {
  reasonWords,
  roleWord,
  stateWord,
  stepTitle,
  stepTitles
} from '../ui/words';

/** Icons of the roles that are no steps. */
export const ROLE_ICONS: Readonly<Record<Exclude<Role, 'step'>, LabIcon>> = {
  parameters: parametersIcon,
  metrics: metricsIcon,
  imports: importsIcon,
  functions: functionsIcon,
  skip: skipIcon
};

export interface IStripOptions {
  readonly trans: TranslationBundle;
  /** The name was pressed: the tag is to be edited at this element. */
  readonly onEdit: (anchor: HTMLElement) => void;
  /** The pointer came over the strip, or left it (`null`). */
  readonly onHover: (step: string | null) => void;
}

/**
 * One line above a cell: name, parents, what flows, problems, time and state. Plain elements,
 * of one height whatever they say, and rewritten only where they changed.
 */
export class CellStrip extends Widget {
  constructor(private readonly _options: IStripOptions) {
    super({ node: document.createElement('div') });
    this.addClass('jp-KaletteStrip');
    this._button.type = 'button';
    // The notebook keeps its own tab order; keys reach the tag by `T T`.
    this._button.tabIndex = -1;
    this._parents.className = 'jp-KaletteStrip-parents';
    this._flow.className = 'jp-KaletteFlow';
    this._grow.className = 'jp-KaletteGrow';
    this._time.className = 'jp-KaletteStrip-time';
    this.node.append(
      this._button,
      this._parents,
      this._flow,
      this._grow,
      this._problems,
      this._time,
      this._state
    );
  }

  /** Shows a view; `now` is the time in milliseconds, for steps that run. */
  showView(view: CellView, now: number): void {
    const isKnown = view === this._view;
    if (!isKnown) {
      this._view = view;
      this._write(view);
    }
    if (!isKnown || view.step?.startedAt) {
      this._writeTime(view, now);
    }
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'click':
        if (this._button.contains(event.target as Node)) {
          this._options.onEdit(this._button);
        }
        break;
      case 'mousedown':
        // A press on the name must not move the notebook's selection.
        if (this._button.contains(event.target as Node)) {
          event.stopPropagation();
        }
        break;
      case 'pointerenter':
        this._options.onHover(this._view?.step?.name ?? null);
        break;
      case 'pointerleave':
        this._options.onHover(null);
        break;
    }
  }

  protected override onAfterAttach(): void {
    for (const type of EVENTS) {
      this.node.addEventListener(type, this);
    }
  }

  protected override onBeforeDetach(): void {
    for (const type of EVENTS) {
      this.node.removeEventListener(type, this);
    }
  }

  private _write(view: CellView): void {
    const { trans } = this._options;
    const { step, role, parents } = view;
    this._button.replaceChildren(...nameParts(view, trans));
    this._button.setAttribute('aria-label', this._label(view));
    this._parents.replaceChildren(
      ...parents.map(({ name, hue }) => {
        const title = stepTitle(name, trans);
        const parent = parentElement(title, hue);
        parent.dataset.from = name;
        parent.title = trans.__('Why does this wait for %1?', title);
        return parent;
      })
    );
    this._flow.replaceChildren(...flowParts(view, trans));
    this._problems.replaceChildren(...problemParts(view, trans));
    this._state.replaceChildren(
      ...(step && role === 'step' && step.cells[0] === view.cell
        ? [stateGlyphElement(step.state, stateWord(step.state, trans))]
        : [])
    );
  }

  private _writeTime(view: CellView, now: number): void {
    const text = timeText(view, now, this._options.trans);
    if (this._time.textContent !== text) {
      this._time.textContent = text;
    }
  }

  /** "Step svm, after augment, failed: ValueError. Edit tag." */
  private _label(view: CellView): string {
    const { trans } = this._options;
    const { step, role } = view;
    if (role !== 'step' || !step) {
      return trans.__('%1. Edit tag', role ? roleWord(role, trans) : '');
    }
    const state = stateWord(step.state, trans);
    return step.parents.length > 0
      ? trans.__(
          'Step %1, after %2, %3. Edit tag',
          step.name,
          stepTitles(step.parents, trans),
          state
        )
      : trans.__('Step %1, %2. Edit tag', step.name, state);
  }

  private _view: CellView | null = null;
  private readonly _button = document.createElement('button');
  private readonly _parents = document.createElement('span');
  private readonly _flow = document.createElement('span');
  private readonly _grow = document.createElement('span');
  private readonly _problems = document.createElement('span');
  private readonly _time = document.createElement('span');
  private readonly _state = document.createElement('span');
}

const EVENTS = ['click', 'mousedown', 'pointerenter', 'pointerleave'] as const;

function nameParts(view: CellView, trans: TranslationBundle): Node[] {
  const { role, step } = view;
  if (role === null) {
    return [];
  }
  const mark = document.createElement('span');
  if (role === 'step') {
    mark.className = 'jp-KaletteDot';
    return [mark, document.createTextNode(step?.name ?? '')];
  }
  mark.className = 'jp-KaletteIcon';
  ROLE_ICONS[role].element({ container: mark });
  return [mark, document.createTextNode(roleWord(role, trans))];
}

/** The names around their arrow. What is said of variables is up to whoever listens. */
function flowParts({ flow }: CellView, trans: TranslationBundle): Node[] {
  const { kind, carried } = flow;
  const names = (list: readonly string[], side: string): Node[] =>
    list.map(name =>
      kind === 'metrics'
        ? document.createTextNode(name)
        : variableElement(name, side)
    );
  const carriedParts = (side: 'inputs' | 'outputs'): Node[] =>
    carried[side].map(item => carriedElement(item, side, trans));
  const inputs = [...names(flow.inputs, 'in'), ...carriedParts('inputs')];
  const outputs = [...names(flow.outputs, 'out'), ...carriedParts('outputs')];
  const arrow = [inputs.length > 0 ? ' ' : '', outputs.length > 0 ? ' ' : ''];
  return [
    ...inRow(inputs),
    ...(kind === 'step' ? [document.createTextNode(arrow.join('→'))] : []),
    ...inRow(outputs)
  ];
}

function inRow(parts: readonly Node[]): Node[] {
  return parts.flatMap((part, place) =>
    place > 0 ? [document.createTextNode(', '), part] : [part]
  );
}

/** A file by its path, process state in words; the tooltip says what is done with it. */
function carriedElement(
  item: CarriedItem,
  side: 'inputs' | 'outputs',
  trans: TranslationBundle
): HTMLElement {
  const { kind, name } = item;
  const element = document.createElement('span');
  element.className = 'jp-KaletteStrip-carried';
  element.dataset.kind = kind;
  element.textContent =
    kind === 'file' ? fileName(name, trans) : stateName(name, trans);
  element.title = carriedWords(item, side, trans);
  return element;
}

function variableElement(name: string, side: string): HTMLElement {
  const variable = document.createElement('span');
  variable.className = 'jp-KaletteVar';
  variable.setAttribute('role', 'link');
  // As the name of the step: reached by a command, not by the Tab key.
  variable.tabIndex = -1;
  variable.dataset.side = side;
  variable.textContent = name;
  return variable;
}

function parentElement(name: string, hue: number): HTMLElement {
  const parent = document.createElement('span');
  parent.className = 'jp-KaletteParent';
  const dot = document.createElement('span');
  dot.className = 'jp-KaletteDot';
  dot.style.setProperty('--c', hueColor(hue));
  parent.append(dot, name);
  return parent;
}

function problemParts(view: CellView, trans: TranslationBundle): Node[] {
  const grave = view.problems.filter(({ severity }) => severity !== 'info');
  if (grave.length === 0) {
    return [];
  }
  const isError = grave.some(({ severity }) => severity === 'error');
  const mark = document.createElement('span');
  mark.className = `jp-KaletteStrip-problems jp-mod-${isError ? 'error' : 'warn'}`;
  mark.title = grave.map(({ message }) => message).join('\n');
  mark.setAttribute('role', 'img');
  mark.setAttribute(
    'aria-label',
    trans._n('%1 problem', '%1 problems', grave.length)
  );
  const icon = document.createElement('span');
  icon.className = 'jp-KaletteIcon';
  (isError ? errorIcon : warningIcon).element({ container: icon });
  mark.append(icon, String(grave.length));
  return [mark];
}

function timeText(
  view: CellView,
  now: number,
  trans: TranslationBundle
): string {
  const { step, role } = view;
  if (role !== 'step' || !step || step.cells[0] !== view.cell) {
    return '';
  }
  return stepTime(step, now) || reasonWords(step.reason, trans);
}

/** How long a step took or has been running; empty when neither. */
export function stepTime(step: StepView, now: number): string {
  if (step.startedAt !== null) {
    return formatClock((now - Date.parse(step.startedAt)) / 1000);
  }
  return step.seconds !== null && step.reason === null
    ? formatDuration(step.seconds)
    : '';
}
