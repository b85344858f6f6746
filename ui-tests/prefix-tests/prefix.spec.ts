import { expect, test } from '@playwright/test';

import { QUICK, upload } from '../notebooks';
import { PipelinePage } from '../pipeline-page';

test('under a path prefix a notebook runs, and the example opens', async ({
  page,
  request
}) => {
  await upload(request, 'prefix/quick.ipynb', QUICK);
  const pipeline = new PipelinePage(page);
  await page.goto('lab?reset');
  await page.waitForFunction(() => window.jupyterapp !== undefined);
  await page.evaluate(() => window.jupyterapp.restored);
  await pipeline.open('prefix/quick.ipynb');
  await pipeline.showPanel();
  await pipeline.run();
  await pipeline.expectDone();
  await expect(pipeline.metric('total')).toContainText('7');
  await pipeline.execute('kalette:open-example', { name: 'first-steps' });
  await expect(pipeline.strip('average')).toBeVisible();
});
