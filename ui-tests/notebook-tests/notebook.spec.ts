import { expect, test } from '@playwright/test';

import { QUICK, upload } from '../notebooks';
import { PipelinePage } from '../pipeline-page';

test('Notebook 7 has the panel and the lines above the cells', async ({
  page,
  request
}) => {
  await upload(request, 'seven/quick.ipynb', QUICK);
  const pipeline = new PipelinePage(page);
  await page.goto('notebooks/seven/quick.ipynb');
  await expect(pipeline.strip('throw')).toBeVisible();
  await pipeline.showPanel();
  await expect(pipeline.step('total')).toHaveAttribute(
    'aria-label',
    /^total, after throw/
  );
  await pipeline.run();
  await pipeline.expectDone();
  await expect(pipeline.metric('total')).toContainText('7');
  await pipeline.strip('list').getByRole('button').click();
  await expect(pipeline.editor).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pipeline.editor).toBeHidden();
});
