import { expect, test } from '@jupyterlab/galata';

import { QUICK } from '../notebooks';
import { openPipeline, PipelinePage } from '../pipeline-page';

test.beforeEach(async ({ page, request, tmpPath }) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/quick.ipynb`,
    QUICK
  );
  await expect(pipeline.strip('throw')).toBeVisible();
});

test('a tag is edited by keyboard alone, and undone', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await pipeline.activate(0);
  await page.keyboard.press('t');
  await page.keyboard.press('n');
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await expect(pipeline.editor.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('roll');
  await page.keyboard.press('Enter');
  await expect(pipeline.step('roll')).toBeVisible();
  await expect(pipeline.strip('roll')).toBeVisible();
  expect(await pipeline.tags(1)).toEqual(['step:roll', 'mine']);
  await page.keyboard.press('Escape');
  await expect(pipeline.editor).toBeHidden();
  await page.keyboard.press('z');
  await expect(pipeline.step('throw')).toBeVisible();
  await expect(pipeline.step('roll')).toBeHidden();
  expect(await pipeline.tags(1)).toEqual(['step:throw', 'mine']);
});

test('an order and resources are set in the editor', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await pipeline.strip('list').getByRole('button').click();
  await expect(pipeline.editor).toBeVisible();
  await pipeline.editor.getByLabel('Runs after').selectOption('total');
  await pipeline.editor.getByRole('button', { name: 'Add' }).click();
  await expect(pipeline.step('list')).toHaveAttribute(
    'aria-label',
    /after total/
  );
  await pipeline.editor.getByLabel('Memory').fill('2Gi');
  await page.keyboard.press('Enter');
  await expect.poll(() => pipeline.tags(3)).toContain('prev:total');
  await page.keyboard.press('Escape');
  await expect(pipeline.editor).toBeHidden();
  await pipeline.strip('list').getByRole('button').click();
  await expect(pipeline.editor.getByLabel('Memory')).toHaveValue('2Gi');
});

test('a cell becomes a step, and no step again', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await pipeline.activate(0);
  await pipeline.choose(4);
  await page.keyboard.press('t');
  await page.keyboard.press('s');
  await expect(pipeline.editor.getByLabel('Name')).toHaveValue('step_1');
  await expect(pipeline.editor.getByLabel('Name')).toBeFocused();
  await expect(pipeline.step('step_1')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pipeline.editor).toBeHidden();
  await page.keyboard.press('t');
  await page.keyboard.press('x');
  await expect(pipeline.step('step_1')).toBeHidden();
  expect(await pipeline.tags(4)).toEqual([]);
});

test('Escape drops a half-typed name', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await pipeline.strip('list').getByRole('button').click();
  await expect(pipeline.editor.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('total');
  await expect(pipeline.editor.getByText('Joins step total')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pipeline.editor).toBeHidden();
  await expect(page.locator('.jp-Notebook :focus')).toBeAttached();
  expect(await pipeline.tags(3)).toEqual(['step:list']);
  expect(await pipeline.isDirty()).toBe(false);
});
