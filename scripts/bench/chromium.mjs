import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';

import { HINT } from '../worker-hint.mjs';
import { startBrowser } from './browser.mjs';
import { row } from './measure.mjs';

// A browser that has just started has work of its own, in other processes.
const SETTLED_MS = 3000;

const PAGE = `
import { createAnalyser } from './src/core/analyse';
import { ordinary } from './scripts/bench/notebooks.mjs';
import { realistic } from './scripts/bench/realistic.mjs';

const file = { name: 'bench.ipynb' };
const timed = action => {
  const begin = performance.now();
  action();
  return performance.now() - begin;
};
const times = (count, action) =>
  Array.from({ length: count }, (_, round) => timed(() => action(round))).sort(
    (a, b) => a - b
  );
const middle = taken => ({ least: taken[0], median: taken[taken.length >> 1] });
const used = () => {
  gc();
  return performance.memory.usedJSHeapSize;
};

window.bench = (kind, cells) => {
  const notebook = { ordinary, realistic }[kind](cells);
  const empty = used();
  const analyser = createAnalyser();
  const first = timed(() => analyser.analyse(notebook, file));
  const memory = used() - empty;
  const whole = times(15, () => createAnalyser().analyse(notebook, file));
  const edit = place =>
    times(40, round =>
      analyser.analyse(
        {
          ...notebook,
          cells: notebook.cells.map((cell, index) =>
            index === place
              ? { ...cell, source: cell.source + '\\nedit_' + round + ' = 1' }
              : cell
          )
        },
        file
      )
    );
  const edited = edit(Math.floor(notebook.cells.length / 2));
  return {
    first: { least: first, median: first },
    whole: middle(whole),
    edited: middle(edited),
    memory
  };
};
`;

/** Times the analysis in fresh pages of a real browser, each in a browser of its own. */
export async function chromiumBench(cells) {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-bench-'));
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: resolve('.') },
    bundle: true,
    minify: true,
    // As the worker of the extension, which is there before the notebook is.
    banner: { js: HINT },
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'error'
  });
  const page = join(folder, 'bench.html');
  writeFileSync(
    page,
    `<meta charset="utf-8"><body><script>${outputFiles[0].text}</script>`
  );
  try {
    for (const kind of ['ordinary', 'realistic']) {
      const figures = await measureIn(`file://${page}`, kind, cells);
      if (!figures) {
        console.log('chromium: none on this machine\n');
        return;
      }
      console.log(`chromium: ${cells} cells, ${kind}`);
      report(figures);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureIn(address, kind, cells) {
  const browser = await startBrowser(
    '--enable-precise-memory-info',
    '--js-flags=--expose-gc'
  );
  if (!browser) {
    return null;
  }
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await rest(SETTLED_MS);
    return await page.evaluate(
      ([name, count]) => globalThis.bench(name, count),
      [kind, cells]
    );
  } finally {
    await browser.close();
  }
}

function report({ first, whole, edited, memory }) {
  row('first analysis in a fresh page', first);
  row('whole notebook, nothing remembered', whole);
  row('one edited cell in the middle', edited);
  console.log(
    `  ${'memory held by the analysis'.padEnd(46)} ${(memory / 1e6).toFixed(1)} MB\n`
  );
}
