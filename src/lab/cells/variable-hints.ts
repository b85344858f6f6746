import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';

import type { Link, Trace } from '../../core/flow/explain/types';
import { CommandIDs } from '../commands/ids';
import { placeArgs } from '../commands/place-args';
import type { IVariable } from '../analysis/service';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { hoverCard, type ICardOptions } from '../ui/hover-card';
import { linkWords, placeWords } from '../ui/links';
import { stepTitle } from '../ui/words';
import { focusNotebook } from './reveal';

export interface IVariableHintsOptions {
  readonly panel: NotebookPanel;
  readonly model: NotebookPipelineModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

const EVENTS = ['pointerover', 'pointerout', 'click', 'keydown'] as const;

/**
 * Says of the names on the strips where they come from and go to, and of the steps waited for
 * why. One listener for all strips of a notebook.
 */
export class VariableHints implements IDisposable {
  constructor(private readonly _options: IVariableHintsOptions) {
    for (const type of EVENTS) {
      // Before the notebook makes keys its commands.
      _options.panel.content.node.addEventListener(type, this, true);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    for (const type of EVENTS) {
      this._options.panel.content?.node.removeEventListener(type, this, true);
    }
  }

  handleEvent(event: Event): void {
    const target = event.target as Element;
    const parent = target.closest?.<HTMLElement>('.jp-KaletteParent');
    const name = target.closest?.<HTMLElement>('.jp-KaletteVar');
    if (parent && event.type === 'click') {
      this._explain(parent);
    } else if (name) {
      this._onName(name, event);
    }
  }

  private _onName(name: HTMLElement, event: Event): void {
    switch (event.type) {
      case 'pointerover':
        hoverCard.plan(() => this._cardOf(name, false));
        break;
      case 'pointerout':
        hoverCard.release();
        break;
      case 'click':
        void this._goToSource(name);
        break;
      case 'keydown':
        this._onKey(name, event as KeyboardEvent);
        break;
    }
  }

  private _onKey(name: HTMLElement, event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by !== undefined) {
      const names = [
        ...(name.parentElement?.querySelectorAll<HTMLElement>(
          '.jp-KaletteVar'
        ) ?? [])
      ];
      names[names.indexOf(name) + by]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      void this._cardOf(name, true).then(card => {
        if (card) {
          hoverCard.show(card);
        }
      });
    } else if (event.key === 'Escape') {
      hoverCard.close();
      focusNotebook(this._options.panel);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private async _goToSource(name: HTMLElement): Promise<void> {
    const trace = await this._trace(name);
    const link = trace?.source ?? trace?.change;
    if (link) {
      this._goTo(link);
    }
  }

  private _goTo({ where }: Link): void {
    hoverCard.close();
    const { commands, model } = this._options;
    const args = { path: model.path, ...placeArgs(where) };
    void commands.execute(CommandIDs.goToCell, args);
  }

  private _explain(parent: HTMLElement): void {
    const { commands, model } = this._options;
    const to = this._stepOf(parent);
    const { from } = parent.dataset;
    if (to !== null && from !== undefined) {
      const args = { path: model.path, from, to };
      void commands.execute(CommandIDs.explain, args);
    }
  }

  private async _cardOf(
    name: HTMLElement,
    isFocused: boolean
  ): Promise<ICardOptions | null> {
    const trace = await this._trace(name);
    if (!trace || !name.isConnected) {
      return null;
    }
    const { trans } = this._options;
    const content = document.createElement('div');
    content.className = 'jp-KaletteTrace';
    const head = document.createElement('p');
    const code = document.createElement('code');
    code.textContent = trace.name;
    head.append(code);
    content.append(head, ...this._rows(trace, name.dataset.side === 'in'));
    content.querySelector('button')?.toggleAttribute('data-first');
    return {
      content,
      label: trans.__('Where %1 comes from and goes to', trace.name),
      anchor: () => (name.isConnected ? name.getBoundingClientRect() : null),
      // The lines that it talks of are often those below the strip.
      side: 'above',
      isFocused,
      onReturn: () => name.focus()
    };
  }

  private _rows(trace: Trace, isInput: boolean): HTMLElement[] {
    const { trans } = this._options;
    const row = (label: string, link: Link | null): HTMLElement[] =>
      link ? [this._row(label, link)] : [];
    if (isInput) {
      const from = trace.source?.step ?? null;
      return [
        ...row(
          from === null
            ? trans.__('from the parameters')
            : trans.__('from %1', stepTitle(from, trans)),
          trace.source
        ),
        ...row(trans.__('first used here'), trace.use)
      ];
    }
    const { change } = trace;
    return [
      ...row(change ? linkWords(change, trans) : '', change),
      ...trace.targets.flatMap(link =>
        row(trans.__('to %1', stepTitle(link.step ?? '', trans)), link)
      )
    ];
  }

  private _row(label: string, link: Link): HTMLElement {
    const { trans } = this._options;
    const row = document.createElement('button');
    row.type = 'button';
    row.className = 'jp-KaletteLinkRow';
    const words = document.createElement('span');
    words.textContent = label;
    const place = document.createElement('span');
    place.className = 'jp-KaletteMuted';
    place.textContent = placeWords(link.where, trans);
    const line = document.createElement('code');
    line.textContent = link.text;
    row.append(words, place, line);
    row.addEventListener('click', () => this._goTo(link));
    return row;
  }

  private async _trace(name: HTMLElement): Promise<Trace | null> {
    const variable: IVariable = {
      step: this._stepOf(name),
      name: name.textContent ?? ''
    };
    return this._options.model.trace(variable);
  }

  /** The step whose strip an element is on; `null` on the strip of parameters. */
  private _stepOf(element: HTMLElement): string | null {
    const { panel, model } = this._options;
    const cell = panel.content.widgets.find(({ node }) =>
      node.contains(element)
    );
    return model.state.cells.get(cell?.model.id ?? '')?.step?.name ?? null;
  }

  private _isDisposed = false;
}
