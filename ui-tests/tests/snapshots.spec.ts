import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type IJupyterLabPageFixture, test } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { notebookOf, upload } from '../notebooks';
import { openPipeline, type PipelinePage, RUN } from '../pipeline-page';
import { startSecondServer } from '../second-server';

const NOTEBOOK = notebookOf([
  [['imports'], 'import json'],
  [['step:load'], 'rows = [1, 2, 3]'],
  [
    ['step:train'],
    'import string\nmodel = sum(rows)\nlabel = string.Template("six")\nopen("model.txt", "w").write(str(model))'
  ],
  [['step:report'], 'print(model)']
]);

/** Galata's own way waits for a launcher, which a link does not bring up. */
async function follow(page: IJupyterLabPageFixture, url: string) {
  await page.evaluate(snapshot => {
    const { origin, pathname } = window.location;
    const lab = pathname.slice(0, pathname.indexOf('/lab') + '/lab'.length);
    window.location.href = `${origin}${lab}?snapshot=${encodeURIComponent(snapshot)}`;
  }, url);
}

/** Changes the first step of the notebook in use, without saving it. */
async function edit(page: Page, source: string): Promise<void> {
  await page.evaluate(text => {
    const { sharedModel } = (
      window.jupyterapp.shell.currentWidget as unknown as {
        readonly context: {
          readonly model: {
            readonly sharedModel: {
              readonly cells: readonly { setSource(text: string): void }[];
            };
          };
        };
      }
    ).context.model;
    sharedModel.cells[1].setSource(text);
  }, source);
}

/** Closes all, and gives a notebook a kernel that has run something. */
async function leaveKernel(page: Page, path: string): Promise<void> {
  await page.evaluate(async at => {
    const { commands, serviceManager } = window.jupyterapp;
    await commands.execute('docmanager:save');
    await commands.execute('application:close-all');
    const session = await serviceManager.sessions.startNew({
      path: at,
      name: at,
      type: 'notebook',
      kernel: { name: 'python3' }
    });
    await session.kernel?.requestExecute({ code: 'leftover = 42' }).done;
    session.dispose();
  }, path);
}

test('a step is opened again after the workspace was changed', async ({
  page,
  request,
  tmpPath
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const path = `${tmpPath}/train.ipynb`;
  const pipeline = await openPipeline(page, request, path, NOTEBOOK);
  await pipeline.run();
  await pipeline.expectDone();

  await chooseTrained(pipeline);
  await pipeline.panel.getByRole('button', { name: 'Copy URL' }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/^snap:.*sha256:[0-9a-f]{64}$/);

  await edit(page, 'model = None');
  await follow(page, url);
  const heading = page.getByRole('heading', { name: 'Open a snapshot?' });
  await expect(heading).toBeFocused(RUN);
  await expect(page.getByText('Signed by you')).toBeVisible(RUN);
  expect(page.url()).not.toContain('snapshot=');
  await page.getByRole('button', { name: 'Open in new folder' }).click();

  await expect(page.getByText(/variables? restored/)).toBeVisible(RUN);
  const notebook = page.locator('.jp-NotebookPanel:visible');
  await expect(notebook).toContainText('model = sum(rows)');
  await predict(page);
});

test('unsaved changes go into the snapshot before, not into what is opened', async ({
  page,
  request,
  tmpPath
}) => {
  const path = `${tmpPath}/train.ipynb`;
  const pipeline = await openPipeline(page, request, path, NOTEBOOK);
  const { panel } = pipeline;
  await pipeline.execute('kalette:show-view', { view: 'snapshots' });
  await panel.getByRole('button', { name: 'Take a snapshot' }).click();
  await panel.getByRole('button', { name: /^taken by hand/ }).waitFor(RUN);
  await upload(request, `${tmpPath}/later.ipynb`, NOTEBOOK);
  await pipeline.open(`${tmpPath}/later.ipynb`);
  const later = page.getByRole('tab', { name: 'later.ipynb' });
  await expect(later).toBeVisible();
  await pipeline.open(path);
  await panel.getByRole('button', { name: /^taken by hand/ }).click(RUN);
  await edit(page, 'rows = "unsaved"');
  await panel.getByRole('button', { name: 'Open here' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('has unsaved changes')).toBeVisible();
  await dialog.getByLabel('Restart the kernel').uncheck();
  await dialog.getByRole('button', { name: 'Open here' }).click();
  await expect(dialog).toBeHidden(RUN);
  const notebook = page.locator('.jp-NotebookPanel:visible');
  await expect(notebook).toContainText('rows = [1, 2, 3]');
  expect(await pipeline.isDirty()).toBe(false);
  // It was not there when the snapshot was taken.
  await expect(later).toHaveCount(0);
  const before = panel.getByRole('button', { name: /^before “taken by hand”/ });
  await before.click();
  await panel.getByRole('button', { name: 'Open here' }).click();
  await dialog.getByRole('button', { name: /^Compare train/ }).click();
  await expect(dialog.locator('del')).toContainText('rows = [1, 2, 3]');
  await expect(dialog.locator('ins')).toContainText('rows = "unsaved"');
  await dialog.getByRole('button', { name: 'Open here' }).click();
  await expect(notebook).toContainText('rows = "unsaved"', RUN);
});

test('a kernel that went on without its notebook is restarted', async ({
  page,
  request,
  tmpPath
}) => {
  const path = `${tmpPath}/train.ipynb`;
  const pipeline = await openPipeline(page, request, path, NOTEBOOK);
  await pipeline.run();
  await pipeline.expectDone();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const url = await urlAfter(pipeline, 'train');
  await leaveKernel(page, path);
  await page.evaluate(
    args => {
      // It is over when the dialog is.
      void window.jupyterapp.commands.execute('kalette:open-snapshot', args);
    },
    { url, notebook: path, to: 'here' }
  );
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Open here' }).click();
  await expect(page.getByText(/variables? restored/)).toBeVisible(RUN);
  await say(page, 'print("left", globals().get("leftover"))', 'left None');
});

test('a published step is opened by somebody else', async ({
  browser,
  page,
  request,
  tmpPath
}) => {
  test.slow();
  const remote = mkdtempSync(join(tmpdir(), 'kalette-remote-'));
  const second = await startSecondServer();
  try {
    const path = `${tmpPath}/train.ipynb`;
    const pipeline = await openPipeline(page, request, path, NOTEBOOK);
    await pipeline.run();
    await pipeline.expectDone();
    const url = await publish(pipeline, remote);

    const other = await (await browser.newContext()).newPage();
    const link = encodeURIComponent(url);
    await other.goto(`${second.url}/lab?snapshot=${link}`);
    const heading = other.getByRole('heading', {
      name: 'Open a shared snapshot?'
    });
    await expect(heading).toBeFocused(RUN);
    await other.reload();
    await expect(heading).toBeVisible(RUN);
    await expect(other.getByText('Key not known here')).toBeVisible();
    await expect(other.getByText(`file://${remote}`)).toBeVisible();
    await other.getByText('2 of 3 would be loaded').click();
    const label = other.getByRole('row', { name: /^label/ });
    await expect(label).toContainText('Python object, not loaded');
    expect(readdirSync(second.root).filter(isVisible)).toEqual([]);

    await other.getByRole('button', { name: 'Open in new folder' }).click();
    await expect(other.getByText('2 of 3 variables restored')).toBeVisible(RUN);
    await predict(other);
  } finally {
    await second.close();
    rmSync(remote, { recursive: true });
  }
});

function isVisible(name: string): boolean {
  return !name.startsWith('.');
}

/** Shows the snapshots, and chooses the one after the training step. */
async function chooseTrained(pipeline: PipelinePage): Promise<void> {
  await pipeline.execute('kalette:show-view', { view: 'snapshots' });
  // Steps that leave the files as they were are folded.
  const folded = pipeline.panel.getByRole('button', { name: /after train/ });
  await folded.click();
  await pipeline.panel.getByRole('button', { name: /^after train/ }).click();
}

/** Publishes the snapshot after the training step to a folder; returns its URL there. */
async function publish(
  pipeline: PipelinePage,
  remote: string
): Promise<string> {
  const { page, panel } = pipeline;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await chooseTrained(pipeline);
  await panel.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Publish…' }).click();
  await page.locator('.jp-Dialog input').fill(remote);
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  const heading = panel.getByRole('heading', { name: 'Published 1' });
  await expect(heading).toBeVisible(RUN);
  await panel
    .getByRole('button', { name: /^after train/ })
    .last()
    .click();
  await panel.getByRole('button', { name: 'Copy URL' }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/^snap\+file:.*#sha256:[0-9a-f]{64}$/);
  return url;
}

/** The snapshot that the newest run took after a step. */
async function urlAfter({ page }: PipelinePage, step: string): Promise<string> {
  let url = '';
  // What an earlier test has copied is still there, and the run may be shown before its snapshots.
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await expect
    .poll(async () => {
      url = await page.evaluate(
        name =>
          window.jupyterapp.commands
            .execute('kalette:copy-snapshot-url', { step: name, when: 'after' })
            .then(() => navigator.clipboard.readText()),
        step
      );
      return url;
    })
    .toContain('snap:');
  return url;
}

/** Uses the variable that the training made, in the kernel of the notebook that is shown. */
function predict(page: Page): Promise<void> {
  return say(page, 'print("again", model + 1)', 'again 7');
}

/** Runs a cell in the notebook that is shown, and looks for what it prints. */
async function say(page: Page, source: string, printed: string): Promise<void> {
  const notebook = page.locator('.jp-NotebookPanel:visible');
  await page.evaluate(async text => {
    const { commands, shell } = window.jupyterapp;
    await commands.execute('notebook:insert-cell-below');
    const { content } = shell.currentWidget as unknown as {
      readonly content: {
        readonly activeCell: {
          readonly model: {
            readonly sharedModel: { setSource(text: string): void };
          };
        };
      };
    };
    const { sharedModel } = content.activeCell.model;
    sharedModel.setSource(text);
    await commands.execute('notebook:run-cell');
  }, source);
  await expect(notebook.getByText(printed)).toBeVisible(RUN);
}

test('a link without a digest is not opened', async ({ page }) => {
  await follow(page, 'snap:digits/51de');
  await expect(
    page.getByText('This link has no digest, so its content cannot be checked.')
  ).toBeVisible(RUN);
  await expect(
    page.locator('.jp-KaletteConsent-end').getByRole('button')
  ).toHaveText(['Cancel']);
});
