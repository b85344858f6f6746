const lab = require('./playwright.config.js');

// Notebook 7: one notebook a page, no launcher, no status bar.
module.exports = {
  ...lab,
  testDir: './notebook-tests',
  webServer: {
    ...lab.webServer,
    command: 'jlpm start:notebook',
    url: `${lab.use.baseURL}/tree`
  }
};
