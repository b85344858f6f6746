import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { row } from './measure.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium on this machine; null where there is none. */
export function chromium() {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap(folder =>
    NAMES.map(name => join(folder, name))
  );
  return [CHROMIUM_PATH, ...places].find(path => path && existsSync(path));
}

// Runs in the page, all of it before the page counts as loaded.
const PAGE = `
import { createAnalyser } from './src/core/analyse';
import { ordinary } from './scripts/bench/notebooks.mjs';
import { realistic } from './scripts/bench/realistic.mjs';

const [kind, cells] = location.hash.slice(1).split(',');
const make = kind === 'realistic' ? realistic : ordinary;
const notebook = make(Number(cells));
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
const report = document.createElement('pre');
report.textContent = JSON.stringify({
  first: { least: first, median: first },
  whole: middle(whole),
  edited: middle(edited),
  memory
});
document.body.replaceChildren(report);
`;

/** Times the analysis in a fresh page of a real browser. */
export async function chromiumBench(cells) {
  const browser = chromium();
  if (!browser) {
    console.log('chromium: none on this machine\n');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kalette-bench-'));
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: resolve('.') },
    bundle: true,
    minify: true,
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
  for (const kind of ['ordinary', 'realistic']) {
    console.log(`chromium: ${cells} cells, ${kind}`);
    report(measureIn(browser, `file://${page}#${kind},${cells}`, folder));
  }
  rmSync(folder, { recursive: true });
}

function measureIn(browser, address, folder) {
  const { stdout, stderr } = spawnSync(
    browser,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
      '--timeout=120000',
      '--dump-dom',
      address
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 26 }
  );
  const found = /<pre>(\{.*?\})<\/pre>/.exec(stdout);
  if (!found) {
    throw new Error(`The browser gave no figures.\n${stderr.slice(-2000)}`);
  }
  return JSON.parse(found[1]);
}

function report({ first, whole, edited, memory }) {
  row('first analysis in a fresh page', first);
  row('whole notebook, nothing remembered', whole);
  row('one edited cell in the middle', edited);
  console.log(
    `  ${'memory held by the analysis'.padEnd(46)} ${(memory / 1e6).toFixed(1)} MB\n`
  );
}
