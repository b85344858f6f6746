const lab = require('./playwright.config.js');

// The whole application behind a path prefix, as under JupyterHub.
module.exports = {
  ...lab,
  testDir: './prefix-tests',
  use: { ...lab.use, baseURL: `${lab.use.baseURL}/x/` },
  webServer: {
    ...lab.webServer,
    command: 'jlpm start:prefix',
    url: `${lab.use.baseURL}/x/lab`
  }
};
