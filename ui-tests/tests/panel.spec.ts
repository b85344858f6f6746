import { expect, test } from '@jupyterlab/galata';

import { notebookOf, QUICK, upload } from '../notebooks';
import { KNOWN_PANEL, openPipeline, PipelinePage } from '../pipeline-page';

const OTHER = notebookOf([[['step:alone'], 'x = 1']]);

test('the launcher opens the example as a pipeline', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await page
    .locator('.jp-LauncherCard', { hasText: 'Example pipeline' })
    .click();
  await expect(pipeline.strip('svm')).toBeVisible();
  await pipeline.showPanel();
  await expect(pipeline.step('prepare')).toBeVisible();
  await expect(pipeline.step('svm')).toHaveAttribute(
    'aria-label',
    /^svm, after prepare/
  );
  await expect(pipeline.panel.getByText('TREES')).toBeVisible();
});

test('the empty panel opens the example', async ({ page }) => {
  const pipeline = new PipelinePage(page);
  await pipeline.execute('kalette:toggle-panel');
  await expect(pipeline.panel.getByText('No notebook open')).toBeVisible();
  await pipeline.panel.getByRole('button', { name: 'Open an example' }).click();
  await expect(pipeline.step('prepare')).toBeVisible();
});

test('the panel comes up with the first pipeline, and once', async ({
  page,
  request,
  tmpPath
}) => {
  await upload(request, `${tmpPath}/quick.ipynb`, QUICK);
  await upload(request, `${tmpPath}/other.ipynb`, OTHER);
  const pipeline = new PipelinePage(page);
  await page.getByText('quick.ipynb').dblclick();
  await expect(pipeline.step('throw')).toBeVisible();
  await expect(page.locator('.jp-Notebook :focus')).toBeAttached();
  await page.keyboard.press('ControlOrMeta+Shift+Y');
  await expect(pipeline.panel).toBeHidden();
  await pipeline.open(`${tmpPath}/other.ipynb`);
  await expect(pipeline.strip('alone')).toBeVisible();
  await expect(pipeline.panel).toBeHidden();
});

test.describe('for people who know the panel', () => {
  // A reset would forget what is known.
  test.use({ mockState: KNOWN_PANEL, resetWorkspace: false });

  test('the panel is toggled by shortcut and by menu, and follows the notebook', async ({
    page,
    request,
    tmpPath
  }) => {
    await upload(request, `${tmpPath}/quick.ipynb`, QUICK);
    await upload(request, `${tmpPath}/other.ipynb`, OTHER);
    const pipeline = new PipelinePage(page);
    await pipeline.open(`${tmpPath}/quick.ipynb`);
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    await expect(pipeline.step('throw')).toBeVisible();
    await pipeline.step('total').click();
    await pipeline.open(`${tmpPath}/other.ipynb`);
    await expect(pipeline.step('alone')).toBeVisible();
    await expect(pipeline.step('throw')).toBeHidden();
    await pipeline.open(`${tmpPath}/quick.ipynb`);
    await expect(pipeline.step('total')).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    await expect(pipeline.panel).toBeHidden();
    await page.menu.clickMenuItem('View>Show Pipeline Panel');
    await expect(pipeline.step('throw')).toBeVisible();
    expect(await pipeline.isDirty()).toBe(false);
  });
});

test('a notebook without tags is given steps, and loses them by one undo', async ({
  page,
  request,
  tmpPath
}) => {
  await upload(
    request,
    `${tmpPath}/plain.ipynb`,
    notebookOf([
      [null, '# Report'],
      [null, '## Load'],
      [[], 'data = [n * n for n in range(9)]\ndata.append(1)'],
      [null, '## Summarise'],
      [[], 'total = sum(data)\ntext = f"sum: {total}"'],
      [null, '## Write'],
      [[], 'with open("report.txt", "w") as file:\n    file.write(text)']
    ])
  );
  const pipeline = new PipelinePage(page);
  await pipeline.open(`${tmpPath}/plain.ipynb`);
  await pipeline.execute('kalette:toggle-panel');
  await expect(
    pipeline.panel.getByText('Make plain.ipynb a pipeline')
  ).toBeVisible();
  expect(await pipeline.isDirty()).toBe(false);
  await pipeline.panel.getByRole('button', { name: 'Use these steps' }).click();
  await expect(pipeline.steps).toHaveCount(3);
  expect((await pipeline.tags(2))[0]).toMatch(/^step:/);
  await pipeline.activate(0);
  await page.keyboard.press('z');
  await expect(
    pipeline.panel.getByText('Make plain.ipynb a pipeline')
  ).toBeVisible();
});

test('a problem leads to its cell and column', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/wrong.ipynb`,
    notebookOf([
      [['step:load'], 'data = [1]'],
      [['step:show'], 'first = data[0]\nprint(first, datta)']
    ])
  );
  const problem = pipeline.panel.locator('.jp-KaletteProblem', {
    hasText: 'datta'
  });
  await problem.getByRole('button', { name: 'Cell 2, line 2' }).click();
  await expect
    .poll(() => pipeline.cursor())
    .toEqual({ cell: 'c1', line: 2, column: 14 });
});

test('the values of parameters end at one edge', async ({
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
  const field = (name: string) =>
    pipeline.panel.locator('.jp-KaletteParameter').getByLabel(name);
  const edge = (name: string) =>
    field(name).evaluate(element => {
      const { paddingInlineEnd, borderInlineEndWidth } =
        getComputedStyle(element);
      const frame =
        element.getAttribute('type') === 'checkbox'
          ? 0
          : parseFloat(paddingInlineEnd) + parseFloat(borderInlineEndWidth);
      return element.getBoundingClientRect().right - frame;
    });
  await expect(field('FAST')).toBeChecked();
  expect(await edge('FAST')).toBeCloseTo(await edge('SIDES'), 0);
});
