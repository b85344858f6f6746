from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .worker import SHIM, Worker, cell, of, texts

OTHERS = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
SUPPORTED = [
    path
    for path in OTHERS
    if (match := re.match(r"3\.(\d+)", path.parts[-3])) and 9 <= int(match[1]) <= 14
]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_says_who_it_is(worker):
    assert worker.hello["protocol"] == "kalette-worker/1"
    assert worker.hello["fork"] is True


def test_preloads_only_what_is_safe(worker):
    worker.tell(type="preload", modules=["numpy", "sklearn.svm", "torch", "json"])
    names = [item["name"] for item in worker.read()["preloaded"]]
    assert "numpy" in names
    assert "sklearn.svm" in names
    assert "torch" not in names
    assert "json" not in names


@pytest.mark.parametrize("preloaded", [[], ["pandas"]], ids=["imported", "preloaded"])
def test_wide_tables_are_printed_as_in_a_notebook(worker, preloaded):
    worker.tell(type="preload", modules=preloaded)
    worker.read()
    code = "import pandas as pd\nprint(pd.DataFrame({f'column_{i}': [i] for i in range(20)}))"
    shown = texts(worker.run(mode="fork", cells=[cell("a", code)]))
    assert all(f"column_{i}" in shown for i in range(20))


def test_a_forked_step_finds_what_saving_needs(worker):
    source = "import sys\nprint('cloudpickle' in sys.modules)"
    assert texts(worker.run(mode="fork", cells=[cell("a", source)])) == "True\n"


@pytest.mark.parametrize("mode", ["fork", "spawn"])
def test_the_workspace_comes_behind_the_standard_library_as_in_a_kernel(worker, mode):
    for name in ("wave", "helper", "numpy"):
        (worker.folder / f"{name}.py").write_text("here = True")
    code = "import wave, helper, numpy; print([hasattr(m, 'here') for m in (wave, helper, numpy)])"
    shown = texts(worker.run(mode=mode, cells=[cell("a", code)]))
    assert shown == "[False, True, True]\n"


@pytest.mark.parametrize("mode", ["fork", "spawn"])
def test_a_step_runs_in_a_process_of_its_own(worker, mode):
    messages = worker.run(mode=mode, cells=[cell("a", "import os\nprint(os.getpid())")])
    assert of(messages, "hello")[0]["token"] == "secret"
    assert int(texts(messages)) not in (os.getpid(), worker.host.pid)
    assert worker.exited["code"] == 0


def test_no_start_message_is_left_in_the_temporary_folder(tmp_path):
    before = set(Path("/tmp").glob("kalette-*.json"))
    made = Worker(tmp_path)
    made.run(mode="spawn", cells=[cell("a", "1")])
    made.close()
    assert set(Path("/tmp").glob("kalette-*.json")) <= before


def test_a_host_writes_to_the_folder_that_it_is_given(tmp_path, monkeypatch):
    scratch, others = tmp_path / "scratch", tmp_path / "others"
    scratch.mkdir()
    others.mkdir()
    monkeypatch.setenv("TMPDIR", str(others))
    made = Worker(tmp_path, scratch=scratch)
    made.run(mode="spawn", cells=[cell("a", "1")])
    made.host.kill()
    made.host.wait()
    made.server.close()
    assert [path.name[:8] for path in scratch.iterdir()] == ["kalette-"]
    assert list(others.iterdir()) == []


def test_siblings_do_not_draw_the_same_numbers(worker):
    source = "import random\nprint(random.random())"
    first = texts(worker.run(cells=[cell("a", source)]))
    second = texts(worker.run(cells=[cell("a", source)]))
    assert first != second


def test_a_daemon_of_a_step_ends_with_it(worker):
    source = "import subprocess\nprint(subprocess.Popen(['sleep', '60']).pid)"
    pid = int(texts(worker.run(cells=[cell("a", source)])))
    assert wait_until(lambda: not is_alive(pid))


def test_a_signal_ends_a_step_and_its_children(worker):
    source = (
        "import subprocess, time\nchild = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, flush=True)\ntime.sleep(60)"
    )
    lines = worker.start(cells=[cell("a", source)])
    pid = None
    for line in lines:
        match = re.search(rb'"text": "(\d+)\\n"', line)
        if match:
            pid = int(match[1])
            worker.tell(type="signal", attempt="1", signal="SIGINT", group=True)
    assert pid is not None
    assert not wait_until(lambda: is_alive(pid), 0.5)
    assert "KeyboardInterrupt" in Path(worker.folder / "report.ipynb").read_text()


DAEMON = """
import os, time
def daemon():
    ready, done = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            os.write(done, str(os.getpid()).encode())
            time.sleep(120)
        os._exit(0)
    os.wait()
    return int(os.read(ready, 20))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are adopted on Linux")
@pytest.mark.parametrize("mode", ["fork", "spawn"])
def test_a_daemon_that_left_everything_ends_with_its_step(worker, mode):
    source = DAEMON + "pid = daemon()\nfrom pathlib import Path\nPath('pid').write_text(str(pid))"
    lines = worker.start(mode=mode, cells=[cell("a", source)])
    assert b'"done"' in lines.read()
    assert worker.read()["type"] == "started"
    assert worker.read()["type"] == "exited"
    assert not is_alive(int((worker.folder / "pid").read_text()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are adopted on Linux")
def test_a_daemon_of_a_step_that_goes_on_is_left_alone(worker):
    source = DAEMON + "print('pid', daemon(), flush=True)\ntime.sleep(60)"
    lines = worker.start(cells=[cell("a", source)])
    started = worker.read()
    match = None
    while match is None:
        match = re.search(rb"pid (\d+)", lines.readline())
    pid = int(match[1])
    worker.start(attempt="2", cells=[cell("b", "pass")])
    assert [worker.read()["type"] for _ in range(2)] == ["started", "exited"]
    assert is_alive(pid)
    os.kill(started["pid"], signal.SIGKILL)
    assert worker.read()["signal"] == "SIGKILL"
    assert not is_alive(pid)


def test_a_step_ends_when_the_engine_goes(worker):
    lines = worker.start(cells=[cell("a", "import time\nprint('up')\ntime.sleep(60)")])
    started = worker.read()
    while b'"up' not in lines.readline():
        pass
    lines.close()
    # Nobody else holds the connection: the kernel tells the step.
    assert wait_until(lambda: not is_alive(started["pid"]))


def test_all_steps_end_with_the_host(tmp_path):
    made = Worker(tmp_path)
    made.start(cells=[cell("a", "import time\ntime.sleep(60)")])
    pid = made.read()["pid"]
    made.host.send_signal(signal.SIGKILL)
    made.host.wait()
    assert wait_until(lambda: not is_alive(pid))
    made.server.close()


def test_the_end_of_its_input_ends_the_host(tmp_path):
    made = Worker(tmp_path)
    assert made.close() == 0


@pytest.mark.parametrize("python", SUPPORTED, ids=lambda path: path.parts[-3])
def test_runs_under_an_interpreter_that_does_not_have_kalette(tmp_path, python):
    made = Worker(tmp_path, str(python))
    messages = made.run(
        cells=[cell("a", "value = [1, 2]\nawait __import__('asyncio').sleep(0)\nvalue")],
        saves=[["value"]],
    )
    made.close()
    assert of(messages, "saved")[0]["variables"][0]["name"] == "value"
    assert of(messages, "done")[0]["ok"] is True


def test_importing_the_runtime_loads_the_standard_library_only():
    code = (
        "import sys, pkgutil, importlib, kalette.runtime as r\n"
        "for item in pkgutil.walk_packages(r.__path__, 'kalette.runtime.'):\n"
        "    if not item.name.endswith(('ipython_shell', '__main__')):\n"
        "        importlib.import_module(item.name)\n"
        "roots = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(roots - set(sys.stdlib_module_names) - {'kalette', '__main__'}))"
    )
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(SHIM), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"


def test_the_host_needs_no_home_folder(tmp_path):
    environment = {**os.environ, "HOME": str(tmp_path / "none"), "PYTHONPATH": str(SHIM)}
    host = subprocess.run(
        [sys.executable, "-u", "-m", "kalette.runtime", "host"],
        input=b"",
        env=environment,
        capture_output=True,
        check=True,
    )
    assert b'"hello"' in host.stdout
    assert not (tmp_path / "none").exists()
    shutil.rmtree(tmp_path, ignore_errors=True)
