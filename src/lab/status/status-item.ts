import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { formatClock } from '../../core/view';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { IPipelineRegistry } from '../model/registry';
import { kaletteIcon } from '../ui/icons';
import { problemWords, stepTitle } from '../ui/words';

/** One line about the pipeline in use; a press leads to where it is from. */
export class StatusItem extends Widget {
  constructor(
    private readonly _registry: IPipelineRegistry,
    private readonly _trans: TranslationBundle,
    private readonly _onPress: () => void
  ) {
    super({ node: document.createElement('div') });
    this.addClass('jp-KaletteStatus');
    this._button.type = 'button';
    const icon = document.createElement('span');
    icon.className = 'jp-KaletteIcon';
    kaletteIcon.element({ container: icon });
    this._button.append(icon, this._text);
    this.node.append(this._button);
    _registry.currentChanged.connect(this._onCurrent, this);
    this._onCurrent(_registry, _registry.current);
  }

  /** Emitted when the item has something to say, or no longer. */
  get activeChanged(): Signal<this, void> {
    return this._activeChanged;
  }

  /** False when there is nothing to say. */
  get isActive(): boolean {
    return this._text.textContent !== '';
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._registry.currentChanged.disconnect(this._onCurrent, this);
    this._watch(null);
    Signal.clearData(this);
    super.dispose();
  }

  handleEvent(event: Event): void {
    if (event.type === 'click') {
      this._onPress();
    }
  }

  protected override onAfterAttach(): void {
    this._button.addEventListener('click', this);
  }

  protected override onBeforeDetach(): void {
    this._button.removeEventListener('click', this);
  }

  private _onCurrent(
    _: IPipelineRegistry,
    model: NotebookPipelineModel | null
  ): void {
    this._watch(model);
    this._refresh();
  }

  private _watch(model: NotebookPipelineModel | null): void {
    if (this._model && !this._model.isDisposed) {
      this._model.stateChanged.disconnect(this._refresh, this);
    }
    this._model = model;
    model?.stateChanged.connect(this._refresh, this);
  }

  private _refresh(): void {
    const wasActive = this.isActive;
    const text = this._model ? statusText(this._model, this._trans) : '';
    if (text !== this._text.textContent) {
      this._text.textContent = text;
    }
    if (wasActive !== this.isActive) {
      this._activeChanged.emit();
    }
  }

  private _model: NotebookPipelineModel | null = null;
  private readonly _button = document.createElement('button');
  private readonly _text = document.createElement('span');
  private readonly _activeChanged = new Signal<this, void>(this);
}

/** What the item says of a pipeline; empty when there is nothing to say. */
export function statusText(
  model: NotebookPipelineModel,
  trans: TranslationBundle
): string {
  const { view } = model.state;
  if (!view || !model.hasSteps) {
    return '';
  }
  const { run, name, steps, problems } = view;
  if (run?.isActive) {
    const start = run.startedAt ? Date.parse(run.startedAt) : Date.now();
    return trans.__(
      '%1 · %2 of %3 · %4',
      name,
      run.done,
      run.total,
      formatClock((Date.now() - start) / 1000)
    );
  }
  if (run?.failed) {
    return trans.__('%1 failed in %2', name, stepTitle(run.failed.name, trans));
  }
  const count = trans._n('%1 step', '%1 steps', steps.length);
  const grave = problemWords(
    problems.filter(({ diagnostic }) => diagnostic.severity !== 'info'),
    trans
  );
  return grave === '' ? count : trans.__('%1 · %2', count, grave);
}
