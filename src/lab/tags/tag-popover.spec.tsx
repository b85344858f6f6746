import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { CommandRegistry } from '@lumino/commands';

import { openPipeline, settled, until } from '../testing/documents';
import { click, during, find, press, trans, type } from '../testing/render';
import { TagPopover } from './tag-popover';
import { tagsOf } from './edit-cells';

const CELLS = [
  [['step:load', 'mine'], 'x = 1'],
  [['step:svm', 'prev:load'], 'y = x'],
  [[], 'z = y'],
  [['imports'], 'import os']
] as const;

/** What the editor puts the keyboard into. */
const FIELD = '.jp-KalettePop [data-first], .jp-KalettePop [role=radio]';

let anchor: HTMLElement;

async function open(...cells: readonly string[]) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const { model, context } = await openPipeline(CELLS);
  let focused = 0;
  const panel = {
    content: { mode: 'edit', activate: () => focused++, activeCell: null }
  };
  const disposed = new Signal<object, void>(panel);
  // It looks for its first field when React has drawn, which `act` would put off.
  TagPopover.open({
    model,
    panel: Object.assign(panel, { disposed }) as unknown as NotebookPanel,
    cells,
    anchor,
    trans,
    commands: new CommandRegistry()
  });
  await until(() => document.activeElement?.matches(FIELD) ?? false);
  const node = find(document.body, '.jp-KalettePop');
  const name = () => find(node, '[data-first]') as HTMLInputElement;
  const change = (act: () => void) =>
    during(async () => {
      act();
      await settled(40);
    });
  const shared = context.model.sharedModel;
  return { node, name, shared, model, change, panel, focused: () => focused };
}

beforeEach(() => {
  anchor = document.createElement('button');
  document.body.append(anchor);
});

afterEach(() => {
  document.body
    .querySelectorAll('.jp-KalettePop')
    .forEach(node => press(node as HTMLElement, 'Escape'));
  anchor.remove();
});

describe('TagPopover', () => {
  it('keeps the keyboard when the notebook takes it a moment later', async () => {
    await open('c0');
    anchor.focus();
    await until(() => document.activeElement?.matches(FIELD) ?? false);
    expect(document.activeElement).not.toBe(anchor);
  });

  it('begins in the name, and renames the whole step by Enter', async () => {
    const { name, shared, change } = await open('c0');
    expect(document.activeElement).toBe(name());
    await change(() => {
      type(name(), 'read_all');
      press(name(), 'Enter');
    });
    expect(shared.cells.slice(0, 2).map(tagsOf)).toEqual([
      ['step:read_all', 'mine'],
      ['step:svm', 'prev:read_all']
    ]);
    shared.undo();
    expect(shared.cells.slice(0, 2).map(tagsOf)).toEqual([
      ['step:load', 'mine'],
      ['step:svm', 'prev:load']
    ]);
  });

  it('begins in the role that the cell has, where there is no name', async () => {
    const { node } = await open('c3');
    expect(document.activeElement).toBe(find(node, '[aria-checked=true]'));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Imports');
  });

  it('does not take a name that cannot be, and says why', async () => {
    const { node, name, shared, change } = await open('c0');
    await change(() => {
      type(name(), 'Not a name');
      press(name(), 'Enter');
    });
    expect(tagsOf(shared.cells[0])).toEqual(['step:load', 'mine']);
    expect(find(node, '[role=alert]').textContent).toContain('Lower-case');
  });

  it('says what is wrong with a name while it is typed', async () => {
    const { node, name, change } = await open('c0');
    await change(() => type(name(), 'Not a name'));
    const note = find(node, '[role=alert]');
    expect(note.textContent).toContain('Lower-case');
    expect(name().getAttribute('aria-describedby')).toBe(note.id);
    await change(() => type(name(), 'a_name'));
    expect(node.querySelector('[role=alert]')).toBeNull();
    expect(name().getAttribute('aria-describedby')).toBeNull();
  });

  it('says which step a name would join, before it does', async () => {
    const { node, name, shared, change } = await open('c0');
    await change(() => type(name(), 'svm'));
    const note = find(node, 'small', trans.__('Joins step %1', 'svm'));
    expect(note.getAttribute('role')).toBeNull();
    expect(note.matches('.jp-mod-error')).toBe(false);
    expect(name().getAttribute('aria-describedby')).toBe(note.id);
    expect(tagsOf(shared.cells[0])).toEqual(['step:load', 'mine']);
    await change(() => type(name(), 'load'));
    expect(node.textContent).not.toContain('Joins');
    await change(() => {
      type(name(), 'svm');
      press(name(), 'Enter');
    });
    expect(tagsOf(shared.cells[0])).toEqual(['step:svm', 'mine']);
    expect(node.textContent).not.toContain('Joins');
  });

  it('chooses roles by the arrows, and takes them away by Backspace', async () => {
    const { node, shared, change } = await open('c0');
    const checked = () => find(node, '[role=radio][aria-checked=true]');
    await change(() => press(checked(), 'ArrowRight'));
    expect(tagsOf(shared.cells[0])).toEqual(['pipeline-parameters', 'mine']);
    await change(() => press(checked(), 'Backspace'));
    expect(tagsOf(shared.cells[0])).toEqual(['mine']);
    expect(node.isConnected).toBe(false);
  });

  it('adds a step to wait for, and takes it away', async () => {
    const { node, shared, change } = await open('c0');
    const choice = find(node, 'select') as HTMLSelectElement;
    await change(() => type(choice, 'svm'));
    expect(tagsOf(shared.cells[0])).toEqual(['step:load', 'mine']);
    await change(() => click(find(node, 'button', 'Add')));
    expect(tagsOf(shared.cells[0])).toContain('prev:svm');
    await change(() => click(find(node, 'button', 'Do not wait for svm')));
    expect(tagsOf(shared.cells[0])).toEqual(['step:load', 'mine']);
  });

  it('takes a step to wait for by Enter', async () => {
    const { node, shared, change } = await open('c0');
    const choice = find(node, 'select') as HTMLSelectElement;
    await change(() => press(choice, 'Enter'));
    expect(tagsOf(shared.cells[0])).toEqual(['step:load', 'mine']);
    await change(() => {
      type(choice, 'svm');
      press(choice, 'Enter');
    });
    expect(tagsOf(shared.cells[0])).toContain('prev:svm');
  });

  it('writes resources, and refuses amounts that mean nothing', async () => {
    const { node, model, change } = await open('c1');
    const memory = find(node, 'input', 'Memory') as HTMLInputElement;
    await change(() => {
      type(memory, 'lots');
      press(memory, 'Enter');
    });
    expect(model.state.analysis?.notebook.steps[1].settings).toEqual({});
    expect(find(node, '[role=alert]').textContent).toContain('4 GiB');
    await change(() => {
      type(memory, '500m');
      press(memory, 'Enter');
    });
    expect(find(node, '[role=alert]').textContent).toContain('500Mi');
    await change(() => {
      type(memory, '4 GiB');
      press(memory, 'Enter');
    });
    expect(memory.value).toBe('4Gi');
    expect(node.querySelector('[role=alert]')).toBeNull();
    expect(model.state.analysis?.notebook.steps[1].settings).toEqual({
      resources: { memory: '4Gi' }
    });
  });

  it('keeps what only clusters use among the details', async () => {
    const { node, model, change } = await open('c1');
    const labels = () =>
      [...node.querySelectorAll('label')].map(label => label.textContent);
    expect(labels()).not.toContain('Reuse');
    await change(() => click(find(node, 'button', 'Image, environment')));
    expect(labels()).toContain('Reuse');
    const reuse = [...node.querySelectorAll('select')].find(select =>
      select.textContent.includes('Never')
    );
    await change(() => type(reuse as HTMLSelectElement, 'never'));
    expect(model.state.analysis?.notebook.steps[1].settings).toEqual({
      cache: false
    });
  });

  it('gives the keyboard back by Escape, and drops what is half-typed', async () => {
    const { node, name, shared, panel, focused, change } = await open('c1');
    await change(() => {
      type(name(), 'forest');
      press(name(), 'Escape');
    });
    expect(node.isConnected).toBe(false);
    expect(tagsOf(shared.cells[1])).toEqual(['step:svm', 'prev:load']);
    expect(shared.canUndo()).toBe(false);
    expect(panel.content.mode).toBe('command');
    expect(focused()).toBe(1);
  });

  it('drops only the field that Escape was pressed in', async () => {
    const { node, name, shared, model, change } = await open('c1');
    const memory = find(node, 'input', 'Memory') as HTMLInputElement;
    await change(() => {
      type(name(), 'forest');
      memory.focus();
    });
    await change(() => {
      type(memory, '4Gi');
      press(memory, 'Escape');
    });
    expect(node.isConnected).toBe(false);
    expect(tagsOf(shared.cells[1])).toEqual(['step:forest', 'prev:load']);
    expect(model.state.analysis?.notebook.steps[1].settings).toEqual({});
  });

  it('keeps what was typed when something else is pressed', async () => {
    const { node, name, shared, change } = await open('c1');
    await change(() => {
      type(name(), 'forest');
      document.body.dispatchEvent(
        new MouseEvent('pointerdown', { bubbles: true })
      );
    });
    expect(node.isConnected).toBe(false);
    expect(tagsOf(shared.cells[1])).toEqual(['step:forest', 'prev:load']);
  });

  it('stays with its cell when the notebook scrolls, and goes when the person does', async () => {
    const { node, change } = await open('c1');
    await change(() => document.body.dispatchEvent(new Event('scroll')));
    expect(node.isConnected).toBe(true);
    await change(() => {
      document.body.dispatchEvent(new Event('wheel', { bubbles: true }));
    });
    expect(node.isConnected).toBe(false);
  });

  it('keeps the Tab key inside', async () => {
    const { node, name } = await open('c0');
    const last = [...node.querySelectorAll('button')].at(-1);
    last?.focus();
    press(last as HTMLElement, 'Tab');
    expect(node.contains(document.activeElement)).toBe(true);
    expect(document.activeElement).not.toBe(last);
    expect(name()).not.toBeNull();
  });

  it('edits several cells at once', async () => {
    const { name, shared, change } = await open('c0', 'c1');
    expect(name().placeholder).toBe('several');
    await change(() => {
      type(name(), 'both');
      press(name(), 'Enter');
    });
    expect(shared.cells.slice(0, 2).map(tagsOf)).toEqual([
      ['step:both', 'mine'],
      ['step:both', 'prev:load']
    ]);
    shared.undo();
    expect(shared.canUndo()).toBe(false);
  });
});
