const lab = require('./playwright.config.js');

// The whole application behind a path prefix, as under JupyterHub.
module.exports = {
  ...lab,
  testDir: './prefix-tests',
  use: { ...lab.use, baseURL: 'http://localhost:8888/x/' },
  webServer: {
    ...lab.webServer,
    command: 'jlpm start:prefix',
    url: 'http://localhost:8888/x/lab'
  }
};
