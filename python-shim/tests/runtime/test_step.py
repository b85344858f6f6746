from __future__ import annotations

import json

import pytest

from .worker import cell, of, texts


def error_of(messages):
    return of(messages, "error")[0]


def test_parameters_then_definitions_then_cells(worker):
    messages = worker.run(
        parameters=[
            {"name": "rate", "type": "float", "default": 2},
            {"name": "count", "type": "int", "default": 1},
        ],
        values={"count": 3},
        setup=[{"definition": "function f", "cell": cell("d", "def f():\n    return rate", 0)}],
        cells=[cell("a", "print(type(rate).__name__, f() * count)")],
    )
    assert texts(messages) == "float 6.0\n"


def test_outputs_come_in_order_and_stand_in_the_report(worker):
    worker.run(
        cells=[
            cell("a", "print('one')\ndisplay('two')\nimport sys\nprint('three', file=sys.stderr)"),
            cell("b", "40 + 2", 2),
            cell("c", "40 + 2;", 3),
        ]
    )
    first, second, third = worker.report()["cells"]
    kinds = [(output["output_type"], output.get("name")) for output in first["outputs"]]
    assert kinds == [("stream", "stdout"), ("display_data", None), ("stream", "stderr")]
    assert second["outputs"][0]["data"] == {"text/plain": "42"}
    assert second["outputs"][0]["execution_count"] == 2
    assert third["outputs"] == []


def test_updates_clearing_and_progress_bars(worker):
    worker.run(
        cells=[
            cell("a", "handle = display(1, display_id=True)\nhandle.update(2)"),
            cell(
                "b",
                "from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\n"
                "print(2)",
                2,
            ),
            cell("c", "for n in range(3): print(f'\\r{n} of 3', end='')", 3),
        ]
    )
    first, second, third = worker.report()["cells"]
    assert first["outputs"][0]["data"]["text/plain"] == "2"
    assert second["outputs"][0]["text"] == "2\n"
    assert third["outputs"][0]["text"] == "2 of 3"


def test_figures_are_shown_inline(worker):
    worker.run(cells=[cell("a", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")])
    outputs = worker.report()["cells"][0]["outputs"]
    assert "image/png" in outputs[0]["data"]


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "%matplotlib",
        "%config InlineBackend.figure_format = 'png'",
        "%pylab inline",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
    ],
)
def test_the_magics_of_figures_work_and_show_each_once(worker, magic):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    setup = [{"definition": "imports", "cell": cell("i", magic)}]
    messages = worker.run(setup=setup, cells=[cell("a", source), cell("b", magic)])
    assert of(messages, "error") == []
    pictures = [
        output
        for output in worker.report()["cells"][0]["outputs"]
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 1


def test_magics_shell_lines_and_top_level_await(worker):
    messages = worker.run(
        cells=[
            cell("a", "%time x = 1\n!echo from the shell\nimport asyncio\nawait asyncio.sleep(0)"),
        ]
    )
    assert of(messages, "done")[0]["ok"]
    assert "from the shell" in texts(messages)


def test_a_failing_cell_names_cell_and_line_and_leaves_a_report(worker):
    messages = worker.run(
        cells=[cell("a", "x = 1"), cell("b", "def f():\n    return 1 / 0\n\nf()", 4)],
        saves=[["x"]],
    )
    error = error_of(messages)
    assert (error["cell"], error["index"], error["line"]) == ("b", 4, 2)
    assert error["name"] == "ZeroDivisionError"
    assert [frame["line"] for frame in error["traceback"]] == [4, 2]
    assert not of(messages, "saved")
    assert worker.report()["cells"][1]["outputs"][-1]["ename"] == "ZeroDivisionError"


def test_a_syntax_error_costs_no_half_run_step(worker):
    messages = worker.run(cells=[cell("a", "print('ran')"), cell("b", "x = = 1", 2)])
    assert error_of(messages)["kind"] == "syntax"
    assert (error_of(messages)["cell"], error_of(messages)["line"]) == ("b", 1)
    assert texts(messages) == ""


def test_a_definition_fails_at_its_own_line_of_the_cell(worker):
    messages = worker.run(
        setup=[{"definition": "import x", "cell": cell("d", "import not_there", 7, line=3)}],
        cells=[cell("a", "1")],
    )
    error = error_of(messages)
    assert (error["cell"], error["line"]) == ("d", 3)
    assert "not_there" in error["hint"]


def test_leaving_with_zero_ends_the_step_well(worker):
    messages = worker.run(
        cells=[cell("a", "import sys\nsys.exit(0)"), cell("b", "print('not reached')", 2)]
    )
    assert of(messages, "done")[0]["ok"] is True
    assert texts(messages) == ""


def test_leaving_with_another_code_fails(worker):
    messages = worker.run(cells=[cell("a", "import sys\nsys.exit(3)")])
    assert error_of(messages)["name"] == "SystemExit"


def test_nobody_can_be_asked(worker):
    messages = worker.run(cells=[cell("a", "name = input('Name? ')")])
    assert "parameter" in error_of(messages)["hint"]


def test_metrics_are_numbers(worker):
    messages = worker.run(
        cells=[cell("a", "import numpy as np\na, b, c = np.float32(0.5), 3, float('nan')")],
        metrics=[{"name": name, "variable": name} for name in "abc"],
    )
    assert of(messages, "metrics")[0]["values"] == {"a": 0.5, "b": 3, "c": "nan"}
    assert of(messages, "metrics")[0]["floats"] == ["a"]


@pytest.mark.parametrize(
    ("source", "text"), [("m = [1]", "not a number"), ("n = 1", "does not exist")]
)
def test_what_is_no_metric_fails_with_its_name(worker, source, text):
    messages = worker.run(cells=[cell("a", source)], metrics=[{"name": "m", "variable": "m"}])
    assert "`m`" in error_of(messages)["message"]
    assert text in error_of(messages)["message"]


def test_live_metrics_are_answered(worker):
    messages = worker.run(cells=[cell("a", "import kalette\nprint(kalette.metric('loss', 0.25))")])
    metric = of(messages, "metric")[0]
    assert (metric["name"], metric["value"], metric["step"]) == ("loss", 0.25, 0)
    assert texts(messages) == "True\n"


def test_native_output_goes_to_the_log_files(worker):
    worker.run(cells=[cell("a", "import os\nos.write(1, b'native'); os.system('echo child')")])
    assert (worker.folder / "fd1.log").read_text() == "nativechild\n"


def test_much_output_is_cut_in_the_middle(worker):
    worker.run(cells=[cell("a", "for n in range(300000): print('line', n)")])
    text = worker.report()["cells"][0]["outputs"][0]["text"]
    assert text.startswith("line 0\n")
    assert text.endswith("line 299999\n")
    assert len(text) < 1.1 * 2**20


def test_one_huge_print_is_told_in_pieces_and_recorded_with_its_ends(worker):
    size = 50_000_000
    messages = worker.run(cells=[cell("a", f"print('HEAD' + 'x' * {size} + 'TAIL')")])
    told = texts(messages)
    assert (len(told), told[:5], told[-5:]) == (size + 9, "HEADx", "TAIL\n")
    text = worker.report()["cells"][0]["outputs"][0]["text"]
    assert text.startswith("HEADx")
    assert text.endswith("xTAIL\n")
    assert "[… 46.68 MiB of this output are left out …]" in text
    assert len(text) < 1.1 * 2**20


def test_any_text_survives(worker):
    messages = worker.run(cells=[cell("a", "print('héé 🎲', '\\ud800')")])
    assert "héé 🎲" in json.dumps(messages, ensure_ascii=False)


def test_leading_empty_lines_do_not_shift_the_line_of_a_failure(worker):
    messages = worker.run(cells=[cell("a", "\n  \n\nx = 1\nx / 0")])
    assert error_of(messages)["line"] == 5


@pytest.mark.parametrize("source", ["Out[3]", "_3", "_i4", "print(1)\nIn[7]"])
def test_numbered_outputs_of_the_notebook_are_not_there(worker, source):
    error = error_of(worker.run(cells=[cell("a", source)]))
    assert "give the value a name" in error["hint"]


def test_the_last_displayed_value_goes_on_from_a_received_one(worker):
    out = worker.folder / "first"
    messages = worker.run(cells=[cell("a", "20 + 1")], saves=[["_"]], out=str(out))
    (entry,) = of(messages, "saved")[0]["variables"]
    messages = worker.run(
        setup=[{"variable": "_"}],
        loads={"_": {**entry, "path": str(out / entry["file"])}},
        cells=[
            cell("b", "_ * 2"),
            cell("c", "print(_)\n_ = 3"),
            cell("d", "7", 2),
            cell("e", "print(_)", 3),
        ],
    )
    # A name that the notebook has bound itself stays as it is.
    assert texts(messages) == "42\n3\n"
