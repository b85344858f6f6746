import { expect, test } from '@jupyterlab/galata';

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

test('a step is opened again after the workspace was changed', async ({
  page,
  request,
  tmpPath
}) => {
  const path = `${tmpPath}/train.ipynb`;
  const pipeline = await openPipeline(page, request, path, NOTEBOOK);
  await pipeline.run();
  await pipeline.expectDone();

  await pipeline.execute('kalette:show-view', { view: 'snapshots' });
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
  await page.goto(`lab?snapshot=${encodeURIComponent(url)}`);
  const heading = page.getByRole('heading', { name: 'Open a snapshot?' });
  await expect(heading).toBeFocused();
  expect(page.url()).not.toContain('snapshot=');
  await page.getByRole('button', { name: 'Open in new folder' }).click();

  await expect(page.getByText(/variables? restored/)).toBeVisible(RUN);
  const notebook = page.locator('.jp-NotebookPanel:visible');
  await expect(notebook).toContainText('model = sum(rows)');
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('notebook:insert-cell-below');
  });
  await page.keyboard.type('print("again", model + 1)');
  await page.keyboard.press('Shift+Enter');
  await expect(notebook.getByText('again 7')).toBeVisible(RUN);
});

test('a link without a digest is not opened', async ({ page }) => {
  await page.goto('lab?snapshot=snap:digits/51de');
  await expect(
    page.getByText('This link has no digest, so its content cannot be checked.')
  ).toBeVisible();
  await expect(
    page.locator('.jp-KaletteConsent-end').getByRole('button')
  ).toHaveText(['Cancel']);
});
