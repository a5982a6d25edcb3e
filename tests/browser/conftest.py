"""One JupyterLab, one Chromium and one REST server for all stories; a fresh notebook for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

from tests.browser.display import Display
from tests.browser.lab import Lab, Notebook
from tests.browser.served import Served, serve_demo
from tests.browser.server import jupyterlab

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "quickstart.ipynb"
WINDOW = {"width": 1360, "height": 1100}

Opener = Callable[..., Notebook]


@pytest.fixture(scope="session")
def lab(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with jupyterlab(tmp_path_factory.mktemp("jupyter")) as server:
        context = chromium.new_context(viewport=WINDOW, device_scale_factor=1)  # type: ignore[arg-type]
        try:
            yield Lab(server, context)
        finally:
            context.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with serve_demo() as server:
        yield Served(server.url, server.workspace)


@pytest.fixture
def open_quickstart(lab: Lab) -> Iterator[Opener]:
    """Opens a copy of the quickstart, with further cells; at the end nothing may have gone wrong in the page."""
    opened: list[Notebook] = []

    def open_copy(*more: str) -> Notebook:
        content = nbformat.read(QUICKSTART, 4)
        content.cells += [nbformat.v4.new_code_cell(source) for source in more]
        opened.append(lab.open(content))
        return opened[-1]

    yield open_copy
    for notebook in opened:
        notebook.close()
    assert [problem for notebook in opened for problem in notebook.problems] == []


@pytest.fixture
def notebook(open_quickstart: Opener) -> Notebook:
    """The quickstart, run as far as the cell that shows the Lens."""
    return run_to_lens(open_quickstart())


@pytest.fixture
def display(notebook: Notebook) -> Display:
    """The Lens in it."""
    return display_of(notebook)


def run_to_lens(notebook: Notebook) -> Notebook:
    for index, cell in enumerate(notebook.cells()):
        if cell["cell_type"] == "code":
            notebook.run(index)
        if "Lens(" in "".join(cell["source"]):
            return notebook
    raise AssertionError("no cell shows a Lens")


def display_of(notebook: Notebook, which: int = 0) -> Display:
    output = notebook.page.locator(".jp-OutputArea-output", has=notebook.page.get_by_role("grid")).nth(which)
    shown = Display(notebook.page, output)
    shown.wait_until_drawn()
    return shown
