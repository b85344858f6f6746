"""State goes from process to process: two steps print what one process prints."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from kalette.runtime.state import STATES

from ..worker import cell, of, texts

PLAN = Path(__file__).parents[4] / "schema" / "plan.json"


def run_step(worker, name, source, *, prelude="", saved=(), restore=(), capture=()):
    out = worker.folder / f"out-{name}"
    messages = worker.run(
        step=name,
        setup=[{"definition": "prelude", "cell": cell("p", prelude, 0)}] if prelude else [],
        cells=[cell(name, source)],
        state={"restore": list(restore), "capture": list(capture)},
        loads={entry["name"]: entry for entry in saved},
        out=str(out),
    )
    entries = [
        {**entry, "path": str(out / entry["file"])}
        for message in of(messages, "saved")
        for entry in message["variables"]
    ]
    return messages, entries


def carried(worker, key, first, second, prelude=""):
    """What the second step prints, and what came with it."""
    messages, saved = run_step(worker, "one", first, prelude=prelude, capture=[key])
    assert of(messages, "error") == []
    messages, _ = run_step(worker, "two", second, prelude=prelude, saved=saved, restore=[key])
    assert of(messages, "error") == []
    return texts(messages), saved[0]


def test_the_table_has_the_keys_of_the_plan():
    schema = json.loads(PLAN.read_text("utf-8"))
    for field in ("restore", "capture"):
        items = schema["properties"]["state"]["properties"][field]["items"]["anyOf"]
        assert [item["const"] for item in items] == sorted(STATES)


SHOW_LOG = (
    "print(logging.getLogger('a').level, logging.getLogger('a.b').propagate, "
    "logging.root.manager.disable, [type(h).__name__ for h in logging.root.handlers])\n"
    "logging.getLogger('a').error('told %s', 1)"
)
# Key, prelude, first step, second step.
CASES = [
    (
        "rng:random",
        "import random",
        "random.seed(3)\nrandom.gauss(0, 1)",
        "print(random.gauss(0, 1), random.random())",
    ),
    (
        "rng:random",
        "import random\nrandom.seed(3)",
        "random.random()",
        "print(random.random())",
    ),
    (
        "rng:numpy",
        "import numpy as np",
        "np.random.seed(1)\nnp.random.rand()\nnp.random.randn()",
        "print(np.random.randn(3))",
    ),
    (
        "rng:numpy",
        "import numpy as np",
        "np.random.set_bit_generator(np.random.PCG64(5))",
        "print(np.random.rand(3))",
    ),
    (
        "env:os.environ",
        "import os\nos.environ['P'] = '1'",
        "os.environ['A'] = '2'\ndel os.environ['P']",
        "print(os.environ.get('A'), os.environ.get('P'))",
    ),
    (
        "proc:cwd",
        "import os",
        "os.makedirs('deep/er')\nos.chdir('deep/er')",
        "print(os.path.relpath(os.getcwd(), '../..'))\nprint(os.listdir('..'))",
    ),
    (
        "proc:sys.path",
        "import sys, os",
        "sys.path.insert(1, os.path.abspath('lib'))\nsys.path.append('/x/y')",
        "print(os.path.relpath(sys.path[1]), sys.path[-1], sys.path[0] == '')",
    ),
    (
        "proc:recursionlimit",
        "import sys",
        "sys.setrecursionlimit(4321)",
        "print(sys.getrecursionlimit())",
    ),
    (
        "proc:timezone",
        "import os, time",
        "os.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()",
        "print(time.localtime(0).tm_hour)",
    ),
    (
        "lib:warnings",
        "import warnings",
        "warnings.simplefilter('error')\nwarnings.filterwarnings('ignore', 'be.*', UserWarning)",
        "print(warnings.filters[:2])\n"
        "warnings.warn('be quiet')\n"
        "try:\n"
        "    warnings.warn('loud', RuntimeWarning)\n"
        "except RuntimeWarning as e:\n"
        "    print(e)",
    ),
    (
        "lib:logging",
        "import logging",
        "logging.basicConfig(level='INFO', format='%(name)s|%(message)s', "
        "stream=__import__('sys').stdout)\n"
        "logging.getLogger('a').setLevel('ERROR')\n"
        "logging.getLogger('a.b').propagate = False\n"
        "logging.disable(5)",
        SHOW_LOG,
    ),
    (
        "lib:logging",
        "import logging, sys\nlogging.basicConfig(stream=sys.stdout)",
        "logging.getLogger('a').setLevel('CRITICAL')",
        SHOW_LOG,
    ),
    (
        "lib:decimal",
        "import decimal",
        "decimal.getcontext().prec = 5\n"
        "decimal.getcontext().traps[decimal.Inexact] = False\n"
        "decimal.Decimal(1) / 3",
        "print(decimal.Decimal(1) / 7, decimal.getcontext())",
    ),
    (
        "lib:locale",
        "import locale",
        "locale.setlocale(locale.LC_NUMERIC, 'C.UTF-8')",
        "print(locale.setlocale(locale.LC_NUMERIC))",
    ),
    (
        "lib:pandas",
        "import pandas as pd",
        "pd.set_option('display.max_rows', 3)\npd.options.display.precision = 1",
        "print(pd.get_option('display.max_rows'))\nprint(pd.Series([1.234]))",
    ),
    (
        "lib:pandas",
        "import pandas as pd\npd.set_option('display.precision', 1)",
        "pd.reset_option('display.precision')",
        "print(pd.Series([1.234567]))",
    ),
    (
        "lib:pandas",
        "import pandas as pd",
        "pd.set_option('display.float_format', lambda x: f'<{x}>')",
        "print(pd.Series([1.5]))",
    ),
    (
        "lib:numpy",
        "import numpy as np",
        "np.set_printoptions(precision=2, suppress=True)\nnp.seterr(all='ignore')",
        "print(np.array([1.23456]), np.array([1.0]) / 0, np.geterr())",
    ),
    (
        "lib:matplotlib",
        "import matplotlib.pyplot as plt\nplt.rcParams['lines.linewidth'] = 7",
        "plt.rcParams['lines.linewidth'] = 1.5\n"
        "plt.style.use('ggplot')\n"
        "plt.rcParams['font.size'] = 21",
        "print(plt.rcParams['lines.linewidth'], plt.rcParams['font.size'], "
        "plt.rcParams['axes.prop_cycle'].by_key()['color'][:2], plt.get_backend())",
    ),
    (
        "lib:sklearn",
        "import sklearn",
        "sklearn.set_config(display='text', assume_finite=True)",
        "print(sorted(sklearn.get_config().items(), key=str))",
    ),
]


@pytest.mark.parametrize(("key", "prelude", "first", "second"), CASES)
def test_the_second_process_goes_on_as_the_first_would(worker, key, prelude, first, second):
    whole = texts(worker.run(cells=[cell("w", f"{prelude}\n{first}"), cell("v", second, 2)]))
    if key == "proc:cwd":
        # The folder is there for the second time.
        first = "os.chdir('deep/er')"
    printed, entry = carried(worker, key, first, second, prelude)
    assert printed == whole != ""
    # A function is code; the filters of IPython name classes of its own.
    is_code = "lambda" in first or key == "lib:warnings"
    assert entry["tier"] == ("trusted" if is_code else "safe")


def test_every_key_is_tried_where_its_library_is_there():
    libraries = {"lib:torch", "rng:torch"} if importlib.util.find_spec("torch") is None else set()
    assert {case[0] for case in CASES} == set(STATES) - libraries


def test_state_is_kept_before_metrics_and_pickles_can_draw(worker):
    source = (
        "import random\nrandom.seed(2)\nclass Draws:\n"
        "    def __reduce__(self):\n        random.random()\n        return int, ()\n"
        "    def item(self):\n        return random.random()\n"
        "d = Draws()"
    )
    out = worker.folder / "o"
    messages = worker.run(
        cells=[cell("a", source)],
        saves=[["d"]],
        metrics=[{"name": "m", "variable": "d"}],
        state={"restore": [], "capture": ["rng:random"]},
        out=str(out),
    )
    entry = next(e for e in of(messages, "saved")[0]["variables"] if e["name"] == "rng:random")
    saved = [{**entry, "path": str(out / entry["file"])}]
    messages, _ = run_step(
        worker, "b", "import random; print(random.random())", saved=saved, restore=["rng:random"]
    )
    assert texts(messages) == texts(
        worker.run(cells=[cell("w", "import random; random.seed(2); print(random.random())")])
    )


def test_a_lost_folder_fails_the_step_and_says_what_to_do(worker):
    source = "import os; os.mkdir('gone'); os.chdir('gone')"
    _, saved = run_step(worker, "one", source, capture=["proc:cwd"])
    (worker.folder / "gone").rmdir()
    messages, _ = run_step(worker, "two", "1", saved=saved, restore=["proc:cwd"])
    error = of(messages, "error")[0]
    assert error["kind"] == "state"
    assert "The working folder cannot be taken over in step `two`" in error["message"]
    assert "gone" in error["message"]
    assert error["hint"]


def test_a_handler_that_cannot_be_made_again_is_named(worker):
    source = (
        "import logging\nclass Own(logging.Handler): pass\nlogging.getLogger().addHandler(Own())"
    )
    _, saved = run_step(worker, "one", source, capture=["lib:logging"])
    messages, _ = run_step(worker, "two", "1", saved=saved, restore=["lib:logging"])
    assert "__main__.Own" in of(messages, "error")[0]["message"]


def test_a_state_of_a_newer_version_is_refused(worker):
    messages, _ = run_step(worker, "one", "1", capture=["rng:dice"])
    assert "rng:dice" in of(messages, "error")[0]["message"]


def test_what_a_process_brings_along_stays(worker, monkeypatch):
    _, saved = run_step(
        worker, "one", "import os; os.environ['A'] = '1'", capture=["env:os.environ"]
    )
    out = worker.folder / "o"
    messages = worker.run(
        env={"OWN": "here"},
        cells=[cell("b", "import os; print(os.environ['A'], os.environ['OWN'])")],
        state={"restore": ["env:os.environ"], "capture": []},
        loads={"env:os.environ": saved[0]},
        out=str(out),
    )
    assert texts(messages) == "1 here\n"
