"""How the demo starts JupyterLab."""

from __future__ import annotations

import runpy
import webbrowser
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts/demo.py"


def command(monkeypatch, browser):
    def get(using=None):
        if browser is None:
            raise webbrowser.Error("could not locate runnable browser")
        return browser

    monkeypatch.setattr(webbrowser, "get", get)
    return runpy.run_path(str(SCRIPT))["command_of"](["--port=9000"])


def test_a_browser_is_asked_for_only_where_there_is_one(monkeypatch):
    assert "--no-browser" in command(monkeypatch, None)
    assert "--no-browser" not in command(monkeypatch, object())


def test_what_is_given_goes_on_and_servers_of_languages_are_not_looked_for(monkeypatch):
    found = command(monkeypatch, None)
    assert "--port=9000" in found
    assert "--LanguageServerManager.autodetect=False" in found
