import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';
import { act } from 'react-dom/test-utils';
import { createRoot } from 'react-dom/client';

import { LabContext } from '../ui/lab-context';

export const trans = nullTranslator.load('jupyterlab-kalette');

/** A command that was called. */
export interface ICall {
  readonly id: string;
  readonly args: ReadonlyPartialJSONObject;
}

/** Commands that only remember that they were called. */
export function recordCommands(ids: readonly string[]): {
  readonly commands: CommandRegistry;
  readonly calls: readonly ICall[];
} {
  const commands = new CommandRegistry();
  const calls: ICall[] = [];
  for (const id of ids) {
    commands.addCommand(id, {
      label: id,
      execute: args => {
        calls.push({ id, args });
      }
    });
  }
  return { commands, calls };
}

export interface IRendered {
  readonly node: HTMLElement;
  /** Shows other content in the same place. */
  readonly show: (content: JSX.Element) => void;
  readonly unmount: () => void;
}

/** Puts components into the page. */
export function render(
  content: JSX.Element,
  commands = new CommandRegistry()
): IRendered {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const node = document.createElement('div');
  document.body.append(node);
  const root = createRoot(node);
  const show = (shown: JSX.Element): void => {
    act(() => {
      root.render(
        <LabContext.Provider value={{ trans, commands }}>
          {shown}
        </LabContext.Provider>
      );
    });
  };
  show(content);
  return {
    node,
    show,
    unmount: () => {
      act(() => root.unmount());
      node.remove();
    }
  };
}

/** The first element of a kind whose text or name contains the words. */
export function find(
  node: HTMLElement,
  selector: string,
  words = ''
): HTMLElement {
  const found = [...node.querySelectorAll<HTMLElement>(selector)].find(
    element =>
      `${element.textContent} ${element.getAttribute('aria-label') ?? ''}`.includes(
        words
      )
  );
  if (!found) {
    throw new Error(`No ${selector} with "${words}" in ${node.innerHTML}`);
  }
  return found;
}

export function click(element: HTMLElement, count = 1): void {
  const event = { bubbles: true, cancelable: true, detail: count };
  act(() => {
    element.dispatchEvent(new MouseEvent('click', event));
  });
}

export function press(element: HTMLElement, key: string): void {
  act(() => {
    element.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    );
  });
}

/** Types a text over what a field holds. */
export function type(
  element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  text: string
): void {
  // React looks at the element's own setter, which a plain assignment would go around.
  const setter = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(element),
    'value'
  )?.set;
  const event = element instanceof HTMLSelectElement ? 'change' : 'input';
  act(() => {
    setter?.call(element, text);
    element.dispatchEvent(new Event(event, { bubbles: true }));
  });
}

/** Runs something that changes what is shown. */
export async function during(
  change: () => Promise<void> | void
): Promise<void> {
  await act(async () => {
    await change();
  });
}
