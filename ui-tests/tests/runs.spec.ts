import { writeFileSync } from 'node:fs';

import { expect, test } from '@jupyterlab/galata';

import { notebookOf, QUICK } from '../notebooks';
import { openPipeline, RUN } from '../pipeline-page';

test('a run with a typed parameter: metric, log, executed cells, export', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/quick.ipynb`,
    QUICK
  );
  const { panel } = pipeline;

  await pipeline.execute('kalette:run-with-parameters');
  const form = panel.getByRole('form', { name: 'Run with parameters' });
  await expect(form.getByLabel('FAST')).toBeChecked();
  await expect(form.locator('input').first()).toBeFocused();
  await form.getByLabel('SIDES').fill('twenty');
  await form.getByRole('button', { name: /^Run/ }).click();
  await expect(form.getByLabel('SIDES')).toBeFocused();
  await form.getByLabel('SIDES').fill('20');
  await form.getByLabel('SIDES').press('Enter');

  await pipeline.expectDone();
  await expect(pipeline.step('total')).toHaveAttribute('aria-label', /done/);
  await expect(pipeline.metric('total')).toContainText('21');
  expect(await pipeline.isDirty()).toBe(false);

  await pipeline.step('throw').click();
  await expect(panel.locator('.jp-KaletteLog')).toContainText('thrown [1, 20]');
  await panel.getByRole('button', { name: 'Open step' }).click();
  const step = page.locator('.jp-KalettePage');
  await expect(step.getByRole('heading', { name: 'throw' })).toBeVisible();
  await expect(step.locator('.jp-KaletteSource')).toContainText('throws');
  await expect(step.locator('.jp-KaletteOutput')).toContainText(
    'thrown [1, 20]'
  );
  await expect(step.getByLabel('Log of the step')).toContainText(
    'thrown [1, 20]'
  );

  await pipeline.open(`${tmpPath}/quick.ipynb`);
  await pipeline.execute('kalette:export');
  await expect(page.getByText('Wrote quick.kfp.yaml.')).toBeVisible();
  const file = await request.get(`api/contents/${tmpPath}/quick.kfp.yaml`);
  const { content } = (await file.json()) as { readonly content: string };
  expect(content).toContain('schemaVersion: 2.1.0');
  expect(content).toContain('exec-throw');
});

test('a run goes on while the page is loaded again', async ({
  page,
  request,
  tmpPath
}) => {
  // The step waits for this, however long the page takes.
  const go = test.info().outputPath('go');
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/slow.ipynb`,
    notebookOf([
      [['step:first'], 'x = 1\nprint("from before")'],
      [
        ['step:wait'],
        `import os, time\nwhile not os.path.exists(${JSON.stringify(go)}):\n    print("still waits", flush=True)\n    time.sleep(1)\ny = x`
      ],
      [['pipeline-metrics'], 'print(y)']
    ])
  );
  await pipeline.run();
  const log = pipeline.panel.locator('.jp-KaletteLog');
  await expect(log).toContainText('still waits', RUN);
  await page.reload({ waitForIsReady: false });
  await page.waitForFunction(() => window.jupyterapp !== undefined);
  await page.evaluate(() => window.jupyterapp.restored);
  await pipeline.open(`${tmpPath}/slow.ipynb`);
  await pipeline.showPanel();
  await expect(
    pipeline.panel.getByRole('button', { name: 'Stop' })
  ).toBeVisible();
  await expect(log).toContainText('still waits');
  await expect(pipeline.step('first')).toHaveAttribute('aria-label', /done/);
  writeFileSync(go, '');
  await pipeline.expectDone();
  await expect(pipeline.metric('y')).toContainText('1');
});

test('a run is stopped', async ({ page, request, tmpPath }) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/endless.ipynb`,
    notebookOf([
      [
        ['step:wait'],
        'import time\nprint("begun", flush=True)\ntime.sleep(600)'
      ]
    ])
  );
  await pipeline.run();
  await expect(pipeline.panel.locator('.jp-KaletteLog')).toContainText(
    'begun',
    RUN
  );
  await pipeline.panel.getByRole('button', { name: 'Stop' }).click();
  await expect(
    pipeline.panel.getByText('Stopped', { exact: true })
  ).toBeVisible();
});

test('a failing step shows its cell and line, and leads there', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/failing.ipynb`,
    notebookOf([
      [['step:load'], 'rows = [3, 2, 1, 0]'],
      [
        ['step:divide'],
        'shares = []\nfor row in rows:\n    shares.append(1 / row)'
      ],
      [['step:after'], 'print(shares)']
    ])
  );
  await pipeline.run();
  const banner = pipeline.panel.getByRole('alert');
  await expect(banner).toContainText('divide failed', RUN);
  await expect(banner).toContainText('ZeroDivisionError: division by zero');
  await expect(banner).toContainText('In cell 2, line 3');
  await expect(pipeline.step('load')).toHaveAttribute('aria-label', /done/);
  await expect(pipeline.step('after')).toHaveAttribute('aria-label', /skipped/);
  await banner.getByRole('button', { name: 'Go to cell' }).click();
  await expect
    .poll(() => pipeline.cursor())
    .toMatchObject({ cell: 'c1', line: 3 });
});

test('runs follow a notebook that is renamed', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/before.ipynb`,
    notebookOf([
      [['step:load'], 'rows = [1, 2]'],
      [['pipeline-metrics'], 'share = rows[0] / sum(rows)\nprint(share)']
    ])
  );
  await expect(pipeline.step('pipeline-metrics')).toContainText('Metrics');
  await pipeline.run();
  await pipeline.expectDone();
  const moved = page.waitForResponse(/runs\/move/);
  await page.evaluate(
    async ([from, to]) => {
      await window.jupyterapp.serviceManager.contents.rename(from, to);
    },
    [`${tmpPath}/before.ipynb`, `${tmpPath}/after.ipynb`] as const
  );
  expect(await (await moved).json()).toEqual({ runs: 1 });
  await expect(
    pipeline.panel.getByText('run 1', { exact: true })
  ).toBeVisible();
  await page.reload({ waitForIsReady: false });
  await page.waitForFunction(() => window.jupyterapp !== undefined);
  await page.evaluate(() => window.jupyterapp.restored);
  await pipeline.open(`${tmpPath}/after.ipynb`);
  await pipeline.showPanel();
  await expect(
    pipeline.panel.getByText('run 1', { exact: true })
  ).toBeVisible();
  await pipeline.expectDone();
});
