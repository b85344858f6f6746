"""Server for the browser tests. Never use it in production: it has no token."""

import os

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)
c.ServerApp.port = int(os.environ.get("UI_TEST_PORT", "8888"))
c.JupyterNotebookApp.expose_app_in_browser = True
