"""Finds a Chromium for the browser tests, and installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium(ui_tests: Path) -> str:
    """Path of the browser: CHROMIUM_PATH, the system's own, Debian's package (as root), or the
    one that Playwright downloads. Empty: Playwright finds its own."""
    configured = os.environ.get("CHROMIUM_PATH")
    if configured:
        return configured
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and _can_use_apt():
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        found = shutil.which("chromium")
    if found is None:
        subprocess.run(["jlpm", "playwright", "install", "chromium"], cwd=ui_tests, check=True)
    return found or ""


def _can_use_apt() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0
