"""The extension as Jupyter sees it."""

from __future__ import annotations

import asyncio

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

from .engine import Engine
from .examples import ExampleHandler, ExamplesHandler
from .proxy import ProxyHandler


class KaletteApp(ExtensionApp):  # type: ignore[misc]
    """Owns the one engine of this Jupyter server."""

    name = "kalette"
    extension_url = "/kalette"
    load_other_extensions = True

    node_path = Unicode("", help="Path of the Node executable; empty: found by itself.").tag(
        config=True
    )

    def initialize_handlers(self) -> None:
        """Adds the routes. Nothing is started before the first request."""
        assert self.serverapp is not None
        root = str(self.serverapp.contents_manager.root_dir)
        self.engine = Engine(root=root, node=self.node_path)
        self.handlers.extend(
            [
                (r"/kalette/examples", ExamplesHandler),
                (r"/kalette/examples/([a-z][a-z0-9-]*)", ExampleHandler),
                (r"/kalette/(.*)", ProxyHandler, {"engine": self.engine}),
            ]
        )

    async def stop_extension(self) -> None:
        """Ends the engine with the server."""
        await asyncio.to_thread(self.engine.stop)
