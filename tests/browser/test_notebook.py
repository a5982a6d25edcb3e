"""The Lens among the other things of a notebook: keys, busy kernels, lost connections, restarts."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import evallens
from tests.browser.conftest import Opener, display_of, run_to_lens
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.browser.served import Served
from tests.browser.test_selection import HALF


def test_quickstart_runs_from_top_to_bottom(open_quickstart: Opener, served: Served):
    notebook = open_quickstart()
    cells = notebook.cells()
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            notebook.run(index)
    names = served.answer(split="test", confidence=20, cells=[("3", "8")])["names"]
    assert display_of(notebook).names() == names
    printed = {
        cell["id"]: "".join(output.get("text", "") for output in cell["outputs"]).splitlines()
        for cell in notebook.cells()
        if cell["cell_type"] == "code"
    }
    assert [line.split("  ")[0] for line in printed["selected"]] == names
    types = evallens.demo().error_types("test", 20)
    assert [line.split()[:2] for line in printed["types"]] == [
        [str(types.counts[kind]), kind] for kind in types.f1_without
    ]
    wrong = evallens.demo().suspects("wrong label", split="test")[:3]
    assert [line.split("  ")[1] for line in printed["suspects"][1:]] == wrong.reason


def test_keys_typed_into_the_search_are_not_commands(notebook: Notebook, display: Display):
    display.search.click()
    before = notebook.state()
    display.page.keyboard.type("xadd")
    expect(display.search).to_have_value("xadd")
    display.page.keyboard.press("Escape")
    assert notebook.state() == before


def test_arrows_in_the_grid_do_not_leave_it(notebook: Notebook, display: Display):
    display.cell("5", "5").click()
    before = notebook.state()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowLeft", "a", "b", "d", "d", "x", "Enter"):
        display.page.keyboard.press(key)
    assert notebook.state() == before
    expect(display.cell("4", "5")).to_be_focused()
    eventually(lambda: notebook.value("lens.cells"), [[4, 5]])


def test_two_displays_show_one_lens(open_quickstart: Opener):
    notebook = run_to_lens(open_quickstart("lens"))
    notebook.run(len(notebook.cells()) - 1)
    first, second = display_of(notebook, 0), display_of(notebook, 1)
    first.cell("3", "8").click()
    assert second.names() == first.names()
    assert second.counts() == first.counts()
    second.search.fill("01")
    assert first.counts() == second.counts()
    assert first.matrix() == second.matrix()
    notebook.kernel("lens.confidence = 70")
    eventually(first.threshold, 70)
    assert second.threshold() == 70
    assert first.matrix() == second.matrix()


def test_click_while_a_cell_runs_is_answered_at_once_and_reaches_python(open_quickstart: Opener, served: Served):
    notebook = open_quickstart('import os; os.mkfifo("gate"); _ = open("gate").read()')
    display = display_of(run_to_lens(notebook))
    folder = Path(notebook.kernel("import os; print(os.getcwd())").strip())
    notebook.run(len(notebook.cells()) - 1, is_awaited=False)
    notebook.page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
    )
    display.cell("3", "8").click()
    expected = served.answer(split="test", confidence=20, cells=[("3", "8")])
    assert display.counts() == expected["counts"]
    assert display.names() == expected["names"]
    (folder / "gate").write_text("go on")
    notebook.wait_until_idle()
    eventually(lambda: notebook.value("list(lens.selected.name)"), expected["names"])


def test_without_a_connection_everything_that_is_there_still_works(
    notebook: Notebook, display: Display, served: Served
):
    notebook.cut_sockets()
    display.cell("3", "background").click()
    expected = served.answer(split="test", confidence=20, cells=[("3", "background")])
    assert display.counts() == expected["counts"]
    assert display.names() == expected["names"]

    display.slider.focus()
    display.slider.press("PageUp")
    expected = served.answer(split="test", confidence=30, cells=[("3", "background")])
    assert display.counts() == expected["counts"]
    assert display.names() == expected["names"]
    assert display.matrix() == expected["matrix"]

    display.reset()
    display.choose("Sort by", "name")
    by_name = served.answer(split="test", confidence=30)["by_name"]
    assert display.page_names() == by_name[:24]
    assert display.turn_to("Next page")
    assert display.page_names() == by_name[24:48]

    before = display.matrix()
    display.draw_lasso(HALF)
    assert 0 < display.counts()[0] < 240
    assert display.matrix() != before
    display.choose("Split", "valid")
    assert display.counts()[1] == 180


def test_kernel_restart_leaves_a_lens_that_works(notebook: Notebook, display: Display, served: Served):
    display.cell("3", "8").click()
    notebook.restart_kernel()
    expected = served.answer(split="test", confidence=20, cells=[("3", "background")])
    display.cell("3", "background").click()
    assert display.counts() == expected["counts"]
    assert display.names() == expected["names"]
    run_to_lens(notebook)
    again = display_of(notebook)
    assert again.counts() == served.answer(split="test", confidence=20)["counts"]
