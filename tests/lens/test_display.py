"""A Lens is two outputs where a notebook that is reopened needs them, and one everywhere else."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets import Output

import evallens
from evallens.lens.display import VIEW


@pytest.fixture
def shell():
    """IPython as a kernel runs it."""
    running = InteractiveShell.instance()
    running.kernel = SimpleNamespace()  # type: ignore[attr-defined]
    yield running
    InteractiveShell.clear_instance()


@pytest.fixture
def lens():
    return evallens.Lens(evallens.demo())


def outputs(shell, code, lens):
    """What the code displays: the data of each output."""
    shell.user_ns["lens"] = lens
    with capture_output() as captured:
        done = shell.run_cell(code)
    done.raise_error()
    return [output.data for output in captured.outputs]


DISPLAY = "from IPython.display import display; display(lens)"


@pytest.mark.parametrize("code", [DISPLAY, "lens"])
def test_what_the_notebook_keeps_comes_first_and_then_the_widget(shell, lens, code):
    kept, widget = outputs(shell, code, lens)
    assert set(kept) == {"text/html", "text/plain"}
    assert kept["text/plain"] == repr(lens)
    assert f"data-evallens='{lens.uid}'" in kept["text/html"]
    assert set(widget) == {VIEW, "text/plain"}
    assert widget["text/plain"] == ""


def test_the_frame_sleeps_and_both_stay_within_the_budget(shell, lens):
    html = outputs(shell, DISPLAY, lens)[0]["text/html"]
    before, asleep = html.split("<template>")
    assert "<iframe" not in before
    assert asleep.startswith("<iframe")
    assert len(html.encode()) <= lens.export_budget


def is_one_output(found):
    assert len(found) == 1
    assert {VIEW, "text/html", "text/plain"} <= set(found[0])
    assert "<template>" not in found[0]["text/html"]


def test_in_colab_it_is_one(shell, lens, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    is_one_output(outputs(shell, DISPLAY, lens))


def test_in_databricks_it_is_one(shell, lens, monkeypatch):
    monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", "17.0")
    is_one_output(outputs(shell, DISPLAY, lens))


def test_in_vs_code_it_is_one(shell, lens):
    shell.user_ns["__vsc_ipynb_file__"] = "/home/user/notebook.ipynb"
    is_one_output(outputs(shell, DISPLAY, lens))


@pytest.mark.parametrize(
    ("session", "outputs_of_lens"), [("", 1), ("/home/user/Interactive-1.interactive", 1), ("/home/user/run.ipynb", 2)]
)
def test_in_vs_codes_window_it_is_one_but_not_in_a_lab_of_its_terminal(
    shell, lens, monkeypatch, session, outputs_of_lens
):
    monkeypatch.setenv("VSCODE_PID", "123")
    monkeypatch.setenv("JPY_SESSION_NAME", session)
    assert len(outputs(shell, DISPLAY, lens)) == outputs_of_lens


def test_added_to_an_output_widget_it_is_one_and_goes_nowhere_else(shell, lens):
    out = Output()
    shell.user_ns["out"] = out
    assert outputs(shell, "out.append_display_data(lens)", lens) == []
    is_one_output([output["data"] for output in out.outputs])


def test_displayed_under_an_id_it_is_one_that_can_be_replaced(shell, lens):
    code = "from IPython.display import display; shown = display('Loading', display_id=True); shown.update(lens)"
    loading, *found = outputs(shell, code, lens)
    assert loading == {"text/plain": "'Loading'"}
    is_one_output(found)


def test_without_a_budget_it_is_the_widget_alone(shell):
    found = outputs(shell, DISPLAY, evallens.Lens(evallens.demo(), export_budget=0))
    assert [set(data) for data in found] == [{VIEW, "text/plain"}]


def test_in_a_terminal_it_is_its_name(lens):
    running = InteractiveShell.instance()
    try:
        assert running.display_formatter is not None
        assert running.display_formatter.format(lens)[0]["text/plain"] == repr(lens)
    finally:
        InteractiveShell.clear_instance()


def test_in_a_list_it_is_its_name(shell, lens):
    assert outputs(shell, "[lens]", lens) == []
    assert outputs(shell, "print([lens])", lens) == []
