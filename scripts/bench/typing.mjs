import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';

import { startBrowser, UI_TESTS } from './browser.mjs';
import { realistic } from './realistic.mjs';

const ROUNDS = 8;

// What is typed in a round, and the milliseconds before its keys in turn: bursts, and pauses
// after which an analysis begins, so that keys meet its results.
const TEXT = '\nmean_of_all = total / count + offset';
const PAUSES = [70, 90, 60, 110, 80, 170, 75, 100, 260, 65, 95, 400];

/**
 * Times keys in a notebook of so many cells in JupyterLab with Kalette and without it, in turns:
 * from the key to the picture that shows it.
 */
export async function typingBench(cells) {
  const browser = await startBrowser();
  if (!browser) {
    console.log('typing: no Chromium on this machine\n');
    return;
  }
  const server = await startServer();
  try {
    const notebook = realistic(cells);
    const alone = await openLab(browser, server.address, notebook, false);
    const both = await openLab(browser, server.address, notebook, true);
    for (let round = 0; round <= ROUNDS; round++) {
      const place = Math.floor(((round + 0.5) * cells) / (ROUNDS + 1));
      const turns = round % 2 === 0 ? [alone, both] : [both, alone];
      for (const lab of turns) {
        await typeIn(lab, place, round > 0);
      }
    }
    report(cells, alone.taken, both.taken);
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function freePort() {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

/** JupyterLab as the browser tests have it, in a folder of its own. */
async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-bench-'));
  const port = await freePort();
  const config = 'jupyter_server_test_config.py';
  const child = spawn('jupyter', ['lab', '--config', config, '--allow-root'], {
    cwd: UI_TESTS,
    stdio: 'ignore',
    env: {
      ...process.env,
      UI_TEST_PORT: String(port),
      JUPYTERLAB_GALATA_ROOT_DIR: folder
    }
  });
  const address = `http://localhost:${port}`;
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 120; waited++) {
    if (child.exitCode !== null) {
      break;
    }
    const answer = await fetch(`${address}/api`).catch(() => null);
    if (answer?.ok) {
      return { address, stop };
    }
    await rest(500);
  }
  await stop();
  throw new Error('JupyterLab did not start.');
}

async function upload(address, path, content) {
  const answer = await fetch(`${address}/api/contents/${path}`, {
    method: 'PUT',
    body: JSON.stringify({ type: 'notebook', format: 'json', content })
  });
  if (!answer.ok) {
    throw new Error(`The notebook was not taken: ${answer.status}`);
  }
}

/** A page of its own on the notebook; what keys take in it gathers in `taken`. */
async function openLab(browser, address, notebook, hasKalette) {
  // Each has its own: else one asks, amid the keys, what to do with a file that the other saved.
  const path = hasKalette ? 'both.ipynb' : 'alone.ipynb';
  await upload(address, path, notebook);
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 }
  });
  if (!hasKalette) {
    await context.route(/\/lab\b[^.]*$/, withoutKalette);
  }
  const page = await context.newPage();
  await page.goto(`${address}/lab/workspaces/typing-${hasKalette}`);
  await page.waitForFunction(() => window.jupyterapp?.restored);
  await page.evaluate(async name => {
    await window.jupyterapp.restored;
    await window.jupyterapp.commands.execute('docmanager:open', {
      path: name,
      kernelPreference: { shouldStart: false, canStart: false }
    });
  }, path);
  await page.locator('.jp-NotebookPanel .jp-Cell').first().waitFor();
  if (hasKalette) {
    await page.evaluate(() =>
      window.jupyterapp.shell.activateById('kalette-panel')
    );
    await page.locator('.jp-KalettePanel [role=option]').first().waitFor();
  } else if (await page.locator('.jp-KalettePanel').count()) {
    throw new Error('Kalette is there without being asked for.');
  }
  await page.evaluate(watchKeys);
  // JupyterLab makes the editors of all cells, one by one, when it has nothing else to do.
  await page.waitForFunction(
    () =>
      window.jupyterapp.shell.currentWidget.content.widgets.every(
        cell => !cell.isPlaceholder()
      ),
    null,
    { timeout: 300_000 }
  );
  return { page, taken: { keys: [], tasks: [] } };
}

/** Takes Kalette out of what the page is told to load. */
async function withoutKalette(route) {
  if (route.request().resourceType() !== 'document') {
    await route.continue();
    return;
  }
  const response = await route.fetch();
  const body = (await response.text()).replace(
    /(<script id="jupyter-config-data"[^>]*>)([^]*?)(<\/script>)/,
    (_, begin, data, end) => {
      const config = JSON.parse(data);
      config.federated_extensions = config.federated_extensions.filter(
        ({ name }) => name !== 'jupyterlab-kalette'
      );
      return `${begin}${JSON.stringify(config)}${end}`;
    }
  );
  await route.fulfill({ response, body });
}

/** Runs in the page. */
function watchKeys() {
  window.typed = { keys: [], tasks: [] };
  const onKey = ({ timeStamp }) => {
    requestAnimationFrame(() => {
      // The message comes after the frame is drawn.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        window.typed.keys.push(performance.now() - timeStamp);
      };
      port2.postMessage(null);
    });
  };
  window.addEventListener('keydown', onKey, true);
  new PerformanceObserver(list => {
    window.typed.tasks.push(...list.getEntries().map(task => task.duration));
  }).observe({ type: 'longtask' });
}

async function typeIn({ page, taken }, place, isCounted) {
  await page.bringToFront();
  await page.evaluate(async index => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'center');
    await content.activeCell.ready;
    content.mode = 'edit';
    const { editor } = content.activeCell;
    const last = editor.lineCount - 1;
    const column = editor.getLine(last).length;
    editor.setCursorPosition({ line: last, column });
    editor.focus();
  }, place);
  await rest(1000);
  await page.evaluate(() => {
    window.typed = { keys: [], tasks: [] };
  });
  for (const [at, letter] of [...TEXT].entries()) {
    await rest(PAUSES[at % PAUSES.length]);
    await page.keyboard.press(letter === '\n' ? 'Enter' : letter);
  }
  await rest(500);
  const found = await page.evaluate(() => window.typed);
  const typed = await page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.getSource()
  );
  if (!typed.endsWith(TEXT.trim())) {
    const text = JSON.stringify(typed.slice(-80));
    throw new Error(`Keys went astray in cell ${place}: ${text}`);
  }
  if (isCounted) {
    taken.keys.push(...found.keys);
    taken.tasks.push(...found.tasks);
  }
}

function report(cells, alone, both) {
  console.log(
    `typing: ${cells} cells, realistic, ${alone.keys.length} keys each, from key to picture`
  );
  const [before, after] = [alone, both].map(({ keys }) => ({
    median: quantile(keys, 0.5),
    high: quantile(keys, 0.95)
  }));
  line('JupyterLab alone', before, alone.tasks);
  line('JupyterLab with Kalette', after, both.tasks);
  const ratio = part => (after[part] / before[part]).toFixed(2);
  console.log(
    `  with Kalette / alone: median ${ratio('median')}, 95 % ${ratio('high')}\n`
  );
}

function line(what, { median, high }, tasks) {
  const figures = `median ${median.toFixed(1)} ms, 95 % ${high.toFixed(1)} ms`;
  const longest = Math.max(0, ...tasks).toFixed(0);
  console.log(
    `  ${what.padEnd(26)} ${figures.padEnd(34)} ${tasks.length} tasks over 50 ms, longest ${longest} ms`
  );
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
