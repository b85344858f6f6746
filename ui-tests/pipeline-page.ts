import {
  expect,
  type APIRequestContext,
  type Locator,
  type Page
} from '@playwright/test';

import { upload } from './notebooks';

/** What JupyterLab remembers of people who know the panel: it comes up by itself no more. */
export const KNOWN_PANEL = { 'jupyterlab-kalette:panel-seen': true };

/** How long a run of a small notebook may take on a slow machine. */
export const RUN = { timeout: 60_000 };

/** Puts a notebook on the server and opens it, with the panel beside it. */
export async function openPipeline(
  page: Page,
  request: APIRequestContext,
  path: string,
  content: object
): Promise<PipelinePage> {
  await upload(request, path, content);
  const pipeline = new PipelinePage(page);
  await pipeline.open(path);
  await pipeline.showPanel();
  return pipeline;
}

/** The panel and the strips, as people find them. */
export class PipelinePage {
  constructor(readonly page: Page) {}

  get panel(): Locator {
    return this.page.locator('.jp-KalettePanel');
  }

  get steps(): Locator {
    return this.panel.getByRole('option');
  }

  step(name: string): Locator {
    return this.panel.locator(`[data-step="${name}"]`);
  }

  /** The line above the cells of a step or a role. */
  strip(name: string): Locator {
    return this.page.locator('.jp-Notebook .jp-KaletteStrip', {
      has: this.page.locator('button', { hasText: name })
    });
  }

  get editor(): Locator {
    return this.page.getByRole('dialog', { name: 'Tag of the cell' });
  }

  metric(name: string): Locator {
    return this.panel.locator('.jp-KaletteRow', { hasText: name }).last();
  }

  async execute(command: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, values]) => {
        await window.jupyterapp.commands.execute(id, values);
      },
      [command, args] as const
    );
  }

  /** Whether it is up already or not: it also comes up by itself. */
  async showPanel(): Promise<void> {
    await this.page.evaluate(() =>
      window.jupyterapp.shell.activateById('kalette-panel')
    );
    await expect(this.panel.locator('.jp-KaletteHead')).toBeVisible();
  }

  /** Opens a notebook without a kernel: nothing here needs one, and it takes its time. */
  async open(path: string): Promise<void> {
    await this.execute('docmanager:open', {
      path,
      kernelPreference: { shouldStart: false, canStart: false }
    });
    await expect(
      this.page.locator('.jp-NotebookPanel:visible .jp-Cell').first()
    ).toBeVisible();
  }

  async run(): Promise<void> {
    await this.panel.getByRole('button', { name: /^Run \d+ step/ }).click();
  }

  async expectDone(): Promise<void> {
    await expect(this.panel.getByText(/^Done/)).toBeVisible(RUN);
  }

  /** Makes a cell the active one, in command mode. */
  async activate(index: number): Promise<void> {
    await this.page.evaluate(place => {
      const { content } = window.jupyterapp.shell
        .currentWidget as unknown as ICurrent;
      content.activeCellIndex = place;
      content.mode = 'command';
      content.activate();
    }, index);
    // Keys are the notebook's only once it has the focus.
    await this.page.waitForFunction(
      place =>
        document.activeElement?.closest('.jp-Notebook.jp-mod-commandMode') &&
        document
          .querySelector('.jp-Notebook .jp-Cell.jp-mod-active')
          ?.getAttribute('data-windowed-list-index') === String(place),
      index
    );
  }

  /**
   * Makes a cell the active one and leaves the focus on another, as JupyterLab does while it
   * has not drawn the cell; it moves the focus there with the next key.
   */
  async choose(index: number): Promise<void> {
    await this.page.evaluate(place => {
      const { content } = window.jupyterapp.shell
        .currentWidget as unknown as ICurrent;
      content.activeCellIndex = place;
    }, index);
  }

  /** Tags of a cell of the notebook in use, as its document has them now. */
  async tags(index: number): Promise<readonly string[]> {
    return this.page.evaluate(place => {
      const { context } = window.jupyterapp.shell
        .currentWidget as unknown as ICurrent;
      const cell = context.model.sharedModel.cells[place];
      return (cell.getMetadata('tags') ?? []) as readonly string[];
    }, index);
  }

  /** Whether the notebook in use has changes that are not saved. */
  async isDirty(): Promise<boolean> {
    return this.page.evaluate(() => {
      const { context } = window.jupyterapp.shell
        .currentWidget as unknown as ICurrent;
      return context.model.dirty;
    });
  }

  /** Place of the cursor in the cell in use, counted from 1. */
  async cursor(): Promise<{
    readonly cell: string;
    readonly line: number;
    readonly column: number;
  }> {
    return this.page.evaluate(() => {
      const { content } = window.jupyterapp.shell
        .currentWidget as unknown as ICurrent;
      const { line, column } = content.activeCell.editor.getCursorPosition();
      const { id } = content.activeCell.model;
      return { cell: id, line: line + 1, column: column + 1 };
    });
  }
}

/** What these tests touch of the notebook in use. */
interface ICurrent {
  readonly context: {
    readonly model: {
      readonly dirty: boolean;
      readonly sharedModel: {
        readonly cells: readonly { getMetadata(key: string): unknown }[];
      };
    };
  };
  readonly content: {
    activeCellIndex: number;
    mode: 'command' | 'edit';
    activate(): void;
    readonly activeCell: {
      readonly model: { readonly id: string };
      readonly editor: {
        getCursorPosition(): { readonly line: number; readonly column: number };
      };
    };
  };
}
