import { expect, test } from '@jupyterlab/galata';

import { notebookOf, upload, type CellInput } from '../notebooks';
import { PipelinePage } from '../pipeline-page';

const CELLS = 300;

test('a large notebook is analysed off the page', async ({
  page,
  request,
  tmpPath
}, info) => {
  const cells = Array.from({ length: CELLS }, (_, n): CellInput => [
    n % 10 === 0 ? [`step:step_${n}`] : [],
    `value_${n} = ${n === 0 ? '1' : `value_${n - 1} + 1`}\nother_${n} = [value_${n}] * 3`
  ]);
  await upload(request, `${tmpPath}/large.ipynb`, notebookOf(cells));
  const pipeline = new PipelinePage(page);
  await pipeline.open(`${tmpPath}/large.ipynb`);
  await pipeline.showPanel();
  await expect(pipeline.steps).toHaveCount(CELLS / 10);
  await expect
    .poll(() => page.workers().map(worker => worker.url()))
    .toEqual(
      expect.arrayContaining([expect.stringContaining('kalette-analysis')])
    );
  const longest: number[] = [];
  for (let edit = 0; edit < 10; edit++) {
    longest.push(
      await page.evaluate(async place => {
        const { context } = window.jupyterapp.shell
          .currentWidget as unknown as {
          context: {
            model: {
              sharedModel: {
                cells: { getSource(): string; setSource(text: string): void }[];
              };
            };
          };
        };
        const cell = context.model.sharedModel.cells[place];
        cell.setSource(`${cell.getSource()}\nmore = ${place}`);
        // The editor has its own work at once; the analysis follows after some rest.
        await new Promise(resolve => setTimeout(resolve, 100));
        const { port1, port2 } = new MessageChannel();
        return new Promise<number>(resolve => {
          const begin = performance.now();
          let before = begin;
          let gap = 0;
          port2.onmessage = () => {
            const now = performance.now();
            gap = Math.max(gap, now - before);
            before = now;
            if (now - begin < 400) {
              port1.postMessage(null);
            } else {
              resolve(gap);
            }
          };
          port1.postMessage(null);
        });
      }, 20 * edit)
    );
  }
  longest.sort((a, b) => a - b);
  const median = longest[longest.length / 2];
  const text = `longest task after an edit of ${CELLS} cells: median ${median.toFixed(1)} ms, worst ${longest[longest.length - 1].toFixed(1)} ms`;
  info.annotations.push({ type: 'speed', description: text });
  console.log(text);
});
