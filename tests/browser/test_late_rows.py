"""Rows that follow after the first picture, in a page that anywidget has given up meanwhile."""

from __future__ import annotations

from tests.browser.conftest import display_of
from tests.browser.lab import Lab, Notebook
from tests.hosts import notebooks, slow
from tests.hosts.demo import answer
from tests.hosts.story import shows, tell


def run(notebook: Notebook) -> None:
    for index in range(len(notebook.cells())):
        notebook.run(index)


def test_all_rows_are_there_although_the_module_took_three_seconds(lab: Lab):
    notebook = lab.open(notebooks.notebook(slow.CELL))
    try:
        run(notebook)
        display = display_of(notebook)
        tell(display)
        # What Python says later is heard, too.
        notebook.kernel("lens.split = 'valid'")
        shows(display, **answer(split="valid"))
        assert notebook.value("lens.header['rows']") == "here"
    finally:
        notebook.close()
