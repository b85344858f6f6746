import { expect, type IJupyterLabPageFixture, test } from '@jupyterlab/galata';

import { notebookOf } from '../notebooks';
import { openPipeline, RUN } from '../pipeline-page';

const NOTEBOOK = notebookOf([
  [['imports'], 'import json'],
  [['step:load'], 'rows = [1, 2, 3]'],
  [
    ['step:train'],
    'model = sum(rows)\nopen("model.txt", "w").write(str(model))'
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

  await pipeline.execute('kalette:show-view', { view: 'snapshots' });
  // Steps that leave the files as they were are folded.
  const folded = pipeline.panel.getByRole('button', { name: /after train/ });
  await folded.click();
  const row = pipeline.panel.getByRole('button', { name: /^after train/ });
  await row.click();
  await pipeline.panel.getByRole('button', { name: 'Copy URL' }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/^snap:.*sha256:[0-9a-f]{64}$/);

  await page.evaluate(() => {
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
    sharedModel.cells[2].setSource('model = None');
  });
  await follow(page, url);
  const heading = page.getByRole('heading', { name: 'Open a snapshot?' });
  await expect(heading).toBeFocused();
  expect(page.url()).not.toContain('snapshot=');
  await page.getByRole('button', { name: 'Open in new folder' }).click();

  await expect(page.getByText(/variables? restored/)).toBeVisible(RUN);
  const notebook = page.locator('.jp-NotebookPanel:visible');
  await expect(notebook).toContainText('model = sum(rows)');
  await page.evaluate(async () => {
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
    sharedModel.setSource('print("again", model + 1)');
    await commands.execute('notebook:run-cell');
  });
  await expect(notebook.getByText('again 7')).toBeVisible(RUN);
});

test('a link without a digest is not opened', async ({ page }) => {
  await follow(page, 'snap:digits/51de');
  await expect(
    page.getByText('This link has no digest, so its content cannot be checked.')
  ).toBeVisible();
  await expect(
    page.locator('.jp-KaletteConsent-end').getByRole('button')
  ).toHaveText(['Cancel']);
});
