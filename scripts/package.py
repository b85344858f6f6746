"""Builds the wheel, installs it where nothing of Kalette is, and sees whether all of it is there.

What Kalette depends on is taken from the environment that runs this.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = "jupyterlab-kalette"


def main() -> int:
    """Prints one line for each check; returns how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, is_right in checks(Path(folder)):
            print(f"{'ok' if is_right else 'FAILED'}: {what}", flush=True)
            failed += not is_right
    return failed


def checks(folder: Path) -> Iterator[tuple[str, bool]]:
    wheel = build(folder)
    yield "the wheel is built", wheel is not None
    if wheel is None:
        return
    bundle = subprocess.run(["node", "scripts/check-bundle.mjs"], cwd=ROOT)
    yield "its bundle holds what is allowed", bundle.returncode == 0
    names = zipfile.ZipFile(wheel).namelist()
    yield "it has the engine", "kalette/engine/main.mjs" in names
    yield "it has the examples", "kalette/examples/digits/digits.ipynb" in names
    leaked = [name for name in names if name.endswith((".map", ".tsbuildinfo", ".ts"))]
    yield f"it has products only {leaked or ''}".strip(), not leaked
    python = install(wheel, folder / "env")
    yield "the interface is enabled", lab_extension(python)
    yield "the server extension is enabled", "kalette" in server_extensions(python)
    example = folder / "first-steps.ipynb"
    example.write_bytes((ROOT / "examples/first-steps/first-steps.ipynb").read_bytes())
    command = run(python.with_name("kalette"), "run", str(example), "--json")
    yield "the command runs an example", json.loads(command)["run"]["state"] == "succeeded"


def build(folder: Path) -> Path | None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    if subprocess.run(command).returncode != 0:
        return None
    return next(folder.glob("*.whl"), None)


def install(wheel: Path, home: Path) -> Path:
    """The interpreter of a new environment with the wheel in it."""
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # Paths listed in such a file are searched, but the editable Kalette behind them is not.
    others = [path for path in sys.path if path.endswith("site-packages")]
    Path(site, "dependencies.pth").write_text("\n".join(others))
    command = ["pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, "-m", *command, "--ignore-installed", wheel], check=True)
    return python


def lab_extension(python: Path) -> bool:
    listed = run(python, "-m", "jupyterlab.labextensions", "list", errors=True)
    return any(NAME in line and "enabled" in line and "OK" in line for line in listed.splitlines())


def server_extensions(python: Path) -> list[str]:
    listed = run(python, "-m", "jupyter_server.extension.serverextension", "list", errors=True)
    return [line.split()[0] for line in listed.splitlines() if "enabled" in line]


def run(*command: str | Path, errors: bool = False) -> str:
    """What a program prints, with its messages if asked for."""
    # Tests of Jupyter set variables that point to folders of their own.
    variables = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    answer = subprocess.run(
        command,
        cwd=ROOT.parent,
        env={**variables, "JUPYTER_PREFER_ENV_PATH": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if errors else None,
        text=True,
        check=True,
    )
    return answer.stdout


if __name__ == "__main__":
    sys.exit(main())
