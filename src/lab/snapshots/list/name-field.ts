import type { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { warningIcon } from '../../ui/icons';

/** What a field says and allows. */
export interface INameField {
  readonly label: string;
  readonly placeholder: string;
  /** What can be typed, as the attribute of that name has it. */
  readonly pattern: string;
  /** What stands in it at first. */
  readonly value?: string;
  /** What was wrong with that. */
  readonly refused?: string;
  /** What there is to know before one agrees. */
  readonly remark?: string;
  /** What is wrong with a text beyond its form; empty for nothing. */
  readonly trouble: (text: string) => string;
}

/** A field for a name in a dialog, which says below it what is wrong with the name. */
export class NameField extends Widget implements Dialog.IBodyWidget<string> {
  constructor(options: INameField) {
    super();
    this.addClass('jp-Input-Dialog');
    this.addClass('jp-KaletteNameField');
    const { label, placeholder, pattern } = options;
    const words = document.createElement('label');
    words.textContent = label;
    words.htmlFor = this._input.id = 'jp-KaletteNameField';
    this._input.className = 'jp-mod-styled';
    Object.assign(this._input, { placeholder, pattern, required: true });
    this._input.value = options.value ?? '';
    this._trouble.textContent = options.refused ?? '';
    this._trouble.setAttribute('role', 'alert');
    this.node.append(...remarkNodes(options.remark), words);
    this.node.append(this._input, this._trouble);
    this._input.addEventListener('input', () => {
      this._trouble.textContent = options.trouble(this._input.value);
    });
  }

  getValue(): string {
    return this._input.value;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.update();
  }

  /** A dialog looks at its fields when something is typed; what is empty is not right before. */
  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    this.node.dispatchEvent(new Event('input', { bubbles: true }));
  }

  private readonly _input = document.createElement('input');
  private readonly _trouble = document.createElement('p');
}

function remarkNodes(text = ''): readonly HTMLElement[] {
  if (text === '') {
    return [];
  }
  const node = document.createElement('div');
  node.className = 'jp-KaletteBanner jp-mod-warn';
  const icon = warningIcon.element({
    tag: 'span',
    className: 'jp-KaletteBanner-icon'
  });
  const words = document.createElement('div');
  words.className = 'jp-KaletteBanner-text';
  words.textContent = text;
  node.append(icon, words);
  return [node];
}
