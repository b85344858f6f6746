import { expect, test } from '@jupyterlab/galata';

import { notebookOf, upload } from '../notebooks';
import { openPipeline, PipelinePage } from '../pipeline-page';

const NOTEBOOK = notebookOf([
  [['step:load'], 'rows = [1, 2]\nlimit = 3'],
  [['step:clean'], 'rows.append(limit)'],
  [['step:train'], 'total = sum(rows)\nprint(totl)']
]);

/** What is shown at the pointer or at the cursor. */
const cardOf = ({ page }: PipelinePage) => page.locator('.jp-KaletteCard');

test('a problem is underlined, walked to, fixed by keys alone, and undone at once', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  const squiggle = page.locator('.jp-KaletteSquiggle.jp-mod-error');
  await expect(squiggle).toHaveText('totl');
  await pipeline.activate(0);
  await page.keyboard.press('F8');
  await expect(
    page.getByRole('dialog', { name: /^Problem 1 of 1: totl is not defined/ })
  ).toBeVisible();
  await expect(
    cardOf(pipeline).getByRole('button', { name: 'Replace by total' })
  ).toBeFocused();
  expect(await pipeline.cursor()).toEqual({ cell: 'c2', line: 2, column: 7 });
  await page.keyboard.press('Enter');
  await expect(squiggle).toHaveCount(0);
  await expect(cardOf(pipeline)).toBeHidden();
  await expect(page.locator('.jp-Cell.jp-mod-active')).toContainText(
    'print(total)'
  );
  await expect(
    page.locator('.jp-Cell.jp-mod-active .cm-content')
  ).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(squiggle).toHaveText('totl');
});

test('a fix from the list is undone by the key that its tooltip names', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  const squiggle = page.locator('.jp-KaletteSquiggle.jp-mod-error');
  const problem = pipeline.panel.locator('.jp-KaletteProblem');
  const active = page.locator('.jp-Cell.jp-mod-active');
  await problem.getByTitle('Ctrl+Z undoes it').click();
  await expect(active.locator('.cm-content')).toBeFocused();
  await expect(active).toContainText('print(total)');
  await expect(squiggle).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(squiggle).toHaveText('totl');
  await problem.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Make totl a parameter' }).click();
  await expect(pipeline.strip('Parameters')).toBeVisible();
  await page.keyboard.press('z');
  await expect(pipeline.strip('Parameters')).toHaveCount(0);
  await expect(squiggle).toHaveText('totl');
});

test('a card over the code offers the fixes, and Escape takes it away', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  await page.locator('.jp-KaletteSquiggle').hover();
  const card = cardOf(pipeline);
  await expect(card).toContainText('totl is not defined by any cell.');
  await card.getByRole('button', { name: 'Make totl a parameter' }).click();
  await expect(pipeline.strip('Parameters')).toBeVisible();
  await expect(page.locator('.jp-Cell').first()).toContainText('totl = 0');
});

test('a note that is ignored at its cell stays so', async ({
  page,
  request,
  tmpPath
}) => {
  const path = `${tmpPath}/random.ipynb`;
  const content = notebookOf([
    [['step:draw'], 'import random\nx = random.random()']
  ]);
  const pipeline = await openPipeline(page, request, path, content);
  const problem = pipeline.panel.locator('.jp-KaletteProblem');
  await expect(problem).toHaveCount(1);
  await problem.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Ignore here' }).click();
  await expect(problem).toHaveCount(0);
  await expect(page.locator('.jp-KaletteSquiggle')).toHaveCount(0);
});

test('a name on the strip tells where it comes from and goes to', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  const strip = pipeline.strip('clean');
  const height = (await strip.boundingBox())?.height;
  const rows = strip.locator('.jp-KaletteVar', { hasText: 'rows' });
  await rows.first().hover();
  const card = cardOf(pipeline);
  await expect(card).toContainText('from load');
  await expect(card).toContainText('cell 1, line 1');
  await rows.last().hover();
  await expect(card).toContainText('changed in clean');
  await expect(card).toContainText('to train');
  expect((await strip.boundingBox())?.height).toBe(height);
  await card.getByRole('button', { name: 'to train' }).click();
  await expect
    .poll(() => pipeline.cursor())
    .toEqual({ cell: 'c2', line: 1, column: 13 });
  await rows.first().click();
  await expect
    .poll(() => pipeline.cursor())
    .toEqual({ cell: 'c0', line: 1, column: 1 });
});

test('names on the strip are reached by keys', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  await expect(pipeline.strip('clean')).toContainText('rows');
  await pipeline.activate(1);
  await page.keyboard.press('t');
  await page.keyboard.press('v');
  await page.keyboard.press('Enter');
  const first = cardOf(pipeline).getByRole('button').first();
  await expect(first).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(cardOf(pipeline)).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.locator('.jp-Cell.jp-mod-active')).toBeFocused();
});

test('an edge is explained line by line', async ({
  page,
  request,
  tmpPath
}) => {
  const pipeline = await openPipeline(
    page,
    request,
    `${tmpPath}/flow.ipynb`,
    NOTEBOOK
  );
  const { panel } = pipeline;
  await pipeline
    .strip('train')
    .locator('.jp-KaletteParent', { hasText: 'clean' })
    .click();
  const answer = panel.getByRole('region', {
    name: 'Why train waits for clean'
  });
  await expect(answer.getByRole('listitem')).toHaveText([
    /rows = \[1, 2\]made in loadcell 1, line 1/,
    /rows.append\(limit\)changed in cleancell 2, line 1/,
    /total = sum\(rows\)read in traincell 3, line 1/
  ]);
  await answer.getByRole('button', { name: 'changed in clean' }).click();
  await expect
    .poll(() => pipeline.cursor())
    .toMatchObject({ cell: 'c1', line: 1 });
  await answer.getByRole('button', { name: 'Close' }).click();
  await expect(answer).toBeHidden();
  await pipeline.step('clean').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Explain Why clean Waits' }).click();
  await expect(
    panel.getByText('Why clean waits', { exact: true })
  ).toBeVisible();
});

test('a suggested step shows its cells before anything is written', async ({
  page,
  request,
  tmpPath
}) => {
  const content = notebookOf([
    [null, '## Load'],
    [[], 'data = [n for n in range(9)]'],
    [null, '## Use'],
    [[], 'text = str(data)\nprint(txt)']
  ]);
  const pipeline = await openPipelineless(page, request, tmpPath, content);
  const { panel } = pipeline;
  const marked = page.locator('.jp-Cell.jp-mod-kalettePreview');
  await panel.getByRole('option', { name: 'use' }).hover();
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText('print(txt)');
  await expect(panel.getByText('Receives data from load.')).toBeVisible();
  await expect(panel.getByText('1 problem to look at')).toBeVisible();
  expect(await pipeline.isDirty()).toBe(false);
  await panel.getByRole('option', { name: 'use' }).press('ArrowUp');
  await expect(marked).toContainText('range(9)');
  await panel.getByRole('button', { name: 'Use these steps' }).click();
  await expect(pipeline.steps).toHaveCount(2);
  await expect(marked).toHaveCount(0);
});

/** A notebook without tags beside the panel, which shows no head for it. */
async function openPipelineless(
  page: PipelinePage['page'],
  request: Parameters<typeof openPipeline>[1],
  folder: string,
  content: object
): Promise<PipelinePage> {
  await upload(request, `${folder}/plain.ipynb`, content);
  const pipeline = new PipelinePage(page);
  await pipeline.open(`${folder}/plain.ipynb`);
  await pipeline.execute('kalette:toggle-panel');
  await expect(pipeline.panel.getByText('Make plain.ipynb')).toBeVisible();
  return pipeline;
}
