const lab = require('./playwright.config.js');

// Notebook 7: one notebook a page, no launcher, no status bar.
module.exports = {
  ...lab,
  testDir: './notebook-tests',
  use: { ...lab.use, baseURL: 'http://localhost:8888' },
  webServer: {
    ...lab.webServer,
    command: 'jlpm start:notebook',
    url: 'http://localhost:8888/tree'
  }
};
