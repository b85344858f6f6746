import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';

export const UI_TESTS = resolve('ui-tests');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium on this machine; null where there is none. */
function executable() {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap(folder =>
    NAMES.map(name => join(folder, name))
  );
  return [CHROMIUM_PATH, ...places].find(path => path && existsSync(path));
}

/** Starts a headless Chromium under the driver of the browser tests; null where there is none. */
export async function startBrowser(...flags) {
  const executablePath = executable();
  if (!executablePath) {
    return null;
  }
  const args = ['--no-sandbox', '--disable-dev-shm-usage', ...flags];
  return driver().launch({ executablePath, args });
}

/** The browser tests' own driver, fetched where those never ran. */
function driver() {
  if (!existsSync(join(UI_TESTS, 'node_modules'))) {
    spawnSync('jlpm', ['install', '--immutable'], {
      cwd: UI_TESTS,
      stdio: 'inherit'
    });
  }
  const load = createRequire(join(UI_TESTS, 'package.json'));
  return load('@playwright/test').chromium;
}
