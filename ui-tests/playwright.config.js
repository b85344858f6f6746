const baseConfig = require('@jupyterlab/galata/lib/playwright-config');

// Empty: the browser that Playwright downloaded itself.
const chromium = process.env.CHROMIUM_PATH;

// A free one is chosen by those who run all tests, since people have servers of their own.
const server = `http://localhost:${process.env.UI_TEST_PORT ?? '8888'}`;

module.exports = {
  ...baseConfig,
  testDir: './tests',
  timeout: 240 * 1000,
  // Long enough for the slowest machine: a test ends as soon as it sees what it expects.
  expect: { ...baseConfig.expect, timeout: 30 * 1000 },
  retries: 0,
  workers: 1,
  reporter: [['list'], ['json']],
  use: {
    ...baseConfig.use,
    baseURL: server,
    // Galata's default needs Playwright's own ffmpeg, which is not installed.
    video: 'off',
    viewport: { width: 1400, height: 900 },
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-dev-shm-usage']
    }
  },
  webServer: {
    command: 'jlpm start',
    url: `${server}/lab`,
    timeout: 120 * 1000,
    reuseExistingServer: !process.env.CI
  }
};
